package io.fanfare.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Sends what Fanfare logs to standard error, or nowhere. */
final class Logs {
    private static final Logger ROOT = Logger.getLogger("");

    private Logs() {}

    static void configure(boolean verbose, Console console) {
        Arrays.stream(ROOT.getHandlers()).forEach(ROOT::removeHandler);
        ROOT.setLevel(verbose ? Level.INFO : Level.OFF);
        if (verbose) {
            ROOT.addHandler(new LineHandler(console));
        }
    }

    private static final class LineHandler extends Handler {
        private final Console console;

        LineHandler(Console console) {
            this.console = console;
            setFormatter(new SimpleFormatter());
        }

        @Override
        public void publish(LogRecord record) {
            console.error(record.getLevel().getName().toLowerCase(Locale.ROOT) + ": "
                    + getFormatter().formatMessage(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}

package io.fanfare.integration.client;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** What Fanfare logs at level WARNING and above while this is open. */
final class LogLines extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("io.fanfare");
    private final List<String> lines = new CopyOnWriteArrayList<>();

    LogLines() {
        setLevel(Level.WARNING);
        setFormatter(new SimpleFormatter());
        logger.addHandler(this);
        System.getLogger("io.fanfare").log(System.Logger.Level.WARNING, "a test begins to listen");
        if (lines.size() != 1) {
            throw new IllegalStateException("what System.Logger is told does not come here: " + lines);
        }
        lines.clear();
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord entry) {
        if (isLoggable(entry)) {
            lines.add(getFormatter().formatMessage(entry));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}

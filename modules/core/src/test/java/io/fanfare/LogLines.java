package io.fanfare;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** What Fanfare logs at level INFO and above while this is open, kept from the console. */
final class LogLines extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger(Fanfare.class.getName());
    private final @Nullable Level levelBefore = logger.getLevel();
    private final boolean parentsBefore = logger.getUseParentHandlers();
    private final List<Line> lines = new CopyOnWriteArrayList<>();

    /** One line; {@code text} has the stack trace too. */
    record Line(Level level, String message, String text) {}

    LogLines() {
        setLevel(Level.INFO);
        setFormatter(new SimpleFormatter());
        logger.setLevel(Level.INFO);
        logger.setUseParentHandlers(false);
        logger.addHandler(this);
    }

    List<String> warnings() {
        return messages(Level.WARNING);
    }

    List<String> infos() {
        return messages(Level.INFO);
    }

    private List<String> messages(Level level) {
        return lines.stream()
                .filter(line -> line.level().equals(level))
                .map(Line::message)
                .toList();
    }

    /** Returns everything, stack traces too. */
    List<Line> all() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord entry) {
        if (!isLoggable(entry)) {
            return;
        }
        String message = getFormatter().formatMessage(entry);
        StringWriter text = new StringWriter();
        if (entry.getThrown() != null) {
            entry.getThrown().printStackTrace(new PrintWriter(text));
        }
        lines.add(new Line(entry.getLevel(), message, message + text));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(levelBefore);
        logger.setUseParentHandlers(parentsBefore);
    }
}

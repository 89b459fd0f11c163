package io.fanfare.cli;

import java.util.function.LongSupplier;

/** Progress on a terminal: the last line shows what is going on, above it stands what is finished. */
final class LiveProgress extends StepProgress {
    /** The narrowest terminal that lines are made for; a longer line would wrap and could not be overwritten. */
    private static final int COLUMNS = 79;

    private final Console console;
    private int shown;

    LiveProgress(Console console, LongSupplier nanoTime) {
        super(nanoTime);
        this.console = console;
    }

    @Override
    void headline(String line) {
        overwrite(line, true);
    }

    @Override
    void stepChanged(String line) {
        overwrite(line.length() > COLUMNS ? line.substring(0, COLUMNS) : line, false);
    }

    @Override
    void stepFinished(String line) {
        overwrite(line, true);
    }

    @Override
    void end() {
        if (shown > 0) {
            overwrite("", false);
            console.out().print("\r");
            console.out().flush();
        }
    }

    private void overwrite(String line, boolean keep) {
        console.out().print("\r" + line + " ".repeat(Math.max(0, shown - line.length())) + (keep ? "\n" : ""));
        console.out().flush();
        shown = keep ? 0 : line.length();
    }
}

package io.fanfare.cli;

import java.util.function.LongSupplier;

/** Progress where lines cannot be overwritten: one for each finished step. */
final class PlainProgress extends StepProgress {
    private final Console console;

    PlainProgress(Console console, LongSupplier nanoTime) {
        super(nanoTime);
        this.console = console;
    }

    @Override
    void headline(String line) {
        print(line);
    }

    @Override
    void stepChanged(String line) {}

    @Override
    void stepFinished(String line) {
        print(line);
    }

    @Override
    void end() {}

    private void print(String line) {
        console.out().println(line);
        console.out().flush();
    }
}

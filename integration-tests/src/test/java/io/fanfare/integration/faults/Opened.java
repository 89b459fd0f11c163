package io.fanfare.integration.faults;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was opened, to be closed in the reverse order, each even if another one cannot be. */
final class Opened implements AutoCloseable {
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();

    <C extends AutoCloseable> C keep(C resource) {
        resources.push(resource);
        return resource;
    }

    @Override
    public void close() {
        IllegalStateException failed = new IllegalStateException("not everything was closed");
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (Exception e) {
                failed.addSuppressed(e);
            }
        }
        if (failed.getSuppressed().length > 0) {
            throw failed;
        }
    }
}

package io.fanfare;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/** The one thread of a client that runs what is to be done later. */
final class ClientTimer extends ScheduledThreadPoolExecutor implements AutoCloseable {
    private final Queue<Thread> threads;

    ClientTimer(String thread) {
        this(thread, new ConcurrentLinkedQueue<>());
    }

    private ClientTimer(String name, Queue<Thread> threads) {
        super(1, task -> {
            Thread thread = ClientThread.of(name, task);
            threads.add(thread);
            return thread;
        });
        this.threads = threads;
        setRemoveOnCancelPolicy(true);
    }

    /** Drops what has not begun, and waits for what has unless called by it. */
    @Override
    public void close() {
        shutdownNow();
        Joining.join(threads.toArray(Thread[]::new));
    }
}

package io.fanfare.transport.jedis;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes the requests of one connection, on a thread of its own that begins with the first request and ends after a
 * while without any. What has gathered since the last write goes out in one.
 */
final class Writer implements Runnable {
    /** No thread. */
    private static final int ABSENT = 0;

    private static final int RUNNING = 1;
    private static final int PARKED = 2;

    /** How often an idle thread looks for work before it parks: some microseconds. */
    private static final int SPINS = 100;

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Link link;
    private final Pipeline pipeline;
    private final CommandBuffer buffer;
    private final AtomicInteger state = new AtomicInteger(ABSENT);
    private volatile @Nullable Thread thread;

    Writer(Link link, Pipeline pipeline, CommandBuffer buffer) {
        this.link = link;
        this.pipeline = pipeline;
        this.buffer = buffer;
    }

    /** Makes sure that a request just appended will be written, or that a thread notices the connection's end. */
    void wake() {
        int now = state.get();
        if (now == PARKED && state.compareAndSet(PARKED, RUNNING)) {
            LockSupport.unpark(thread);
        } else if (now == ABSENT && link.isOpen() && state.compareAndSet(ABSENT, RUNNING)) {
            link.startWriter(this);
        }
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            do {
                writeAll();
            } while (link.isOpen() && awaitRequest());
        } catch (IOException | RuntimeException e) {
            link.lose(e);
        }
    }

    private void writeAll() throws IOException {
        for (Request request = pipeline.takeUnwritten(); request != null; request = pipeline.takeUnwritten()) {
            request.encode(buffer);
        }
        buffer.flush();
    }

    /** Waits until there is something to write or the connection ends; false if the thread has become superfluous. */
    private boolean awaitRequest() {
        for (int i = 0; i < SPINS; i++) {
            if (pipeline.hasUnwritten()) {
                return true;
            }
            Thread.onSpinWait();
        }
        state.set(PARKED);
        long deadline = System.nanoTime() + IDLE_NANOS;
        while (!pipeline.hasUnwritten() && link.isOpen()) {
            long left = deadline - System.nanoTime();
            if (left <= 0 && state.compareAndSet(PARKED, ABSENT)) {
                return pipeline.hasUnwritten() && state.compareAndSet(ABSENT, RUNNING);
            }
            if (state.get() == RUNNING) {
                return true;
            }
            LockSupport.parkNanos(this, left);
        }
        state.set(RUNNING);
        return true;
    }
}

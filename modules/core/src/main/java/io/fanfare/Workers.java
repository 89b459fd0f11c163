package io.fanfare;

import io.fanfare.spi.DispatcherOptions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The threads that take the turns of queues: a fixed number, and spare ones while all are stuck. When turns are wanted
 * and none was taken for {@link #STALL}, one spare thread is added; a spare thread without work for {@link #IDLE} ends.
 */
final class Workers implements AutoCloseable {
    static final Duration STALL = Duration.ofMillis(50);
    static final Duration IDLE = Duration.ofSeconds(10);

    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private final int spareLimit;
    private final @Nullable ScheduledExecutorService timer;
    private final String name;
    private final Duration stall;
    private final Duration idle;

    /** The turns that are wanted; each queue bounds how many it asks for. */
    private final LinkedBlockingQueue<BoundedQueue> ready = new LinkedBlockingQueue<>();

    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger spares = new AtomicInteger();
    private final AtomicInteger sparesStarted = new AtomicInteger();
    private final AtomicBoolean watching = new AtomicBoolean();
    private final LongAdder taken = new LongAdder();
    private volatile boolean closed;

    Workers(DispatcherOptions options, String kind, Duration stall, Duration idle) {
        this.timer = options.timer();
        this.spareLimit = timer == null ? 0 : options.spareThreads();
        this.name = options.threadPrefix() + kind + "-";
        this.stall = stall;
        this.idle = idle;
        for (int i = 1; i <= options.threads(); i++) {
            start(ClientThread.of(name + i, this::serve));
        }
    }

    /** Asks for a turn. Does not block. */
    void add(BoundedQueue queue) {
        ready.add(queue);
        if (!ready.isEmpty() && spares.get() < spareLimit && !watching.get()) {
            watch();
        }
    }

    int spares() {
        return spares.get();
    }

    private void start(Thread thread) {
        threads.add(thread);
        thread.start();
        if (closed) {
            thread.interrupt();
        }
    }

    private void serve() {
        while (!closed) {
            try {
                turn(ready.take());
            } catch (InterruptedException e) {
                interrupted();
            }
        }
    }

    private void serveWhileBusy() {
        try {
            boolean busy = true;
            while (busy && !closed) {
                busy = turnWithin(idle);
            }
        } finally {
            threads.remove(Thread.currentThread());
            spares.decrementAndGet();
        }
    }

    private boolean turnWithin(Duration time) {
        try {
            BoundedQueue queue = ready.poll(time.toNanos(), TimeUnit.NANOSECONDS);
            turn(queue);
            return queue != null;
        } catch (InterruptedException e) {
            interrupted();
            return true;
        }
    }

    private void turn(@Nullable BoundedQueue queue) {
        if (queue != null) {
            taken.increment();
            queue.deliver();
        }
    }

    private static void interrupted() {
        LOG.log(System.Logger.Level.TRACE, "interrupted, by close or by a handler; the loop's condition tells which");
    }

    private void watch() {
        if (timer != null && !closed && watching.compareAndSet(false, true)) {
            long before = taken.sum();
            if (Later.schedule(timer, stall, () -> relieve(before)) == null) {
                watching.set(false);
            }
        }
    }

    /** Adds a spare thread if no turn was taken since the watch began. */
    private void relieve(long before) {
        watching.set(false);
        if (closed || ready.isEmpty()) {
            return;
        }
        if (taken.sum() == before && spares.get() < spareLimit) {
            spares.incrementAndGet();
            boolean started = false;
            try {
                start(ClientThread.of(name + "spare-" + sparesStarted.incrementAndGet(), this::serveWhileBusy));
                started = true;
            } finally {
                if (!started) {
                    spares.decrementAndGet();
                }
            }
        }
        watch();
    }

    /** Ends the threads after the turn that each is taking, and waits for them for a time. */
    @Override
    public void close() {
        closed = true;
        Thread[] all = threads.toArray(Thread[]::new);
        for (Thread thread : all) {
            if (thread != Thread.currentThread()) {
                thread.interrupt();
            }
        }
        Joining.join(all);
    }
}

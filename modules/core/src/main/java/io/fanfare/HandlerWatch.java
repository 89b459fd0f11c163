package io.fanfare;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Warns of each call of a handler that runs for longer than a limit. Looks from the client's timer thread, ten times
 * within the limit but no more often than every 10 ms, at how far the calls of each subscription are.
 */
final class HandlerWatch {
    private static final int FRAMES = 30;

    private final Duration limit;
    private final ScheduledExecutorService timer;
    private final System.Logger log;
    private final Set<HandlerCalls> watched = ConcurrentHashMap.newKeySet();
    private boolean started;

    HandlerWatch(Duration limit, ScheduledExecutorService timer, System.Logger log) {
        this.limit = limit;
        this.timer = timer;
        this.log = log;
    }

    /** Returns one that logs, or null if the limit is 0. */
    static @Nullable HandlerWatch of(Duration limit, ScheduledExecutorService timer) {
        return limit.isZero() ? null : new HandlerWatch(limit, timer, System.getLogger(Fanfare.class.getName()));
    }

    /** Watches calls from now on; the first one starts the timer. */
    void add(HandlerCalls calls) {
        watched.add(calls);
        synchronized (this) {
            if (!started) {
                started = true;
                checkLater();
            }
        }
    }

    void remove(HandlerCalls calls) {
        watched.remove(calls);
    }

    private void checkLater() {
        Duration interval = limit.dividedBy(10);
        Duration least = Duration.ofMillis(10);
        boolean scheduled =
                Later.schedule(timer, interval.compareTo(least) < 0 ? least : interval, this::checkAndGoOn) != null;
        if (!scheduled) {
            log.log(System.Logger.Level.TRACE, "handlers are no longer watched: the client is closed");
        }
    }

    private void checkAndGoOn() {
        try {
            check(System.nanoTime());
        } finally {
            checkLater();
        }
    }

    /** Looks at all calls. */
    void check(long nanos) {
        for (HandlerCalls calls : watched) {
            calls.forEach(run -> {
                if (run.isStuck(nanos, limit.toNanos())) {
                    warn(calls, run, nanos);
                }
            });
        }
    }

    private void warn(HandlerCalls calls, HandlerCalls.Run run, long nanos) {
        StackTraceElement[] stack = run.thread().getStackTrace();
        if (run.report()) {
            log.log(
                    System.Logger.Level.WARNING,
                    "a handler of the subscription to " + calls.topic() + " has been running for "
                            + Duration.ofNanos(run.nanosAt(nanos)).toMillis() + " ms on "
                            + run.thread().getName()
                            + " (fanfare.handler.warn-after is " + limit.toMillis() + " ms):"
                            + Arrays.stream(stack)
                                    .limit(FRAMES)
                                    .map(frame -> "\n\tat " + frame)
                                    .collect(Collectors.joining()));
        }
    }
}

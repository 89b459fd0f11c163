package io.fanfare;

import io.fanfare.spi.ConnectionFactory;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishConnection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Gives up publish connections over which nothing is answered. Looks at all of them from time to time, so that a
 * publish costs two increments and nothing more; a connection is given up between one timeout and a quarter more after
 * its last answer. Thread-safe.
 */
final class AnswerWatch {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());
    private static final long LOOKS_PER_TIMEOUT = 8;

    private final ScheduledExecutorService timer;
    private final long timeoutNanos;
    private final long periodNanos;
    private final Map<WatchedConnection, Silence> watched = new ConcurrentHashMap<>();
    private final LongSupplier clock;
    private long lookedNanos;

    AnswerWatch(Duration timeout, ScheduledExecutorService timer) {
        this(timeout, timer, System::nanoTime);
    }

    /** Begins to look; a timeout of zero is none. */
    AnswerWatch(Duration timeout, ScheduledExecutorService timer, LongSupplier clock) {
        this.timer = timer;
        this.clock = clock;
        this.lookedNanos = clock.getAsLong();
        this.timeoutNanos = timeout.toNanos();
        long whole = timeoutNanos == 0 ? TimeUnit.SECONDS.toNanos(LOOKS_PER_TIMEOUT) : timeoutNanos;
        this.periodNanos = Math.max(TimeUnit.MILLISECONDS.toNanos(1), whole / LOOKS_PER_TIMEOUT);
        schedule();
    }

    /** Returns a factory whose connections are watched. */
    ConnectionFactory<PublishConnection> over(ConnectionFactory<PublishConnection> factory) {
        return listener -> {
            Loss loss = new Loss(listener, timer);
            return Link.connect(factory, loss).thenApply(made -> watch(new WatchedConnection(made, loss)));
        };
    }

    private WatchedConnection watch(WatchedConnection connection) {
        watched.put(connection, new Silence());
        return connection;
    }

    private void schedule() {
        if (Later.schedule(timer, Duration.ofNanos(periodNanos), this::look) == null) {
            watched.clear();
        }
    }

    private void look() {
        long now = clock.getAsLong();
        // a longer stop was one of this process, which has not read the answers either
        long passed = Math.min(now - lookedNanos, 2 * periodNanos);
        lookedNanos = now;
        try {
            watched.forEach((connection, silence) -> look(connection, silence, passed));
        } finally {
            schedule();
        }
    }

    private void look(WatchedConnection connection, Silence silence, long passed) {
        if (!connection.isOpen()) {
            watched.remove(connection);
            return;
        }
        silence.note(connection, passed);
        if (timeoutNanos > 0 && silence.nanos >= timeoutNanos) {
            giveUp(connection, silent(connection, silence.nanos));
        }
    }

    /**
     * Gives up every connection to certain nodes that was open at a {@link System#nanoTime()}, for a cause that was
     * found elsewhere.
     */
    void giveUp(Predicate<Node> nodes, long openNanos, PubSubException cause) {
        for (WatchedConnection connection : watched.keySet()) {
            if (connection.wasOpenAt(openNanos) && nodes.test(connection.node())) {
                giveUp(connection, cause);
            }
        }
    }

    /**
     * Authenticates all connections anew, in place; those that take no such command keep what they have.
     *
     * @return completes when all have been answered; fails as one of them does
     */
    CompletableFuture<Void> authenticate(Authentication command) {
        return CompletableFuture.allOf(watched.keySet().stream()
                .map(connection -> command.over(connection.node(), connection::call)
                        .toCompletableFuture()
                        .handle(AnswerWatch::renewed))
                .toArray(CompletableFuture[]::new));
    }

    private static @Nullable Void renewed(@Nullable Void nothing, @Nullable Throwable failure) {
        if (failure != null) {
            PubSubException cause = Link.unwrap(failure);
            if (cause.code() != ErrorCode.UNSUPPORTED && !Authentication.isMoot(cause)) {
                throw cause;
            }
        }
        return null;
    }

    private void giveUp(WatchedConnection connection, PubSubException cause) {
        watched.remove(connection);
        try {
            connection.giveUp(cause);
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "giving up the connection to " + connection.node() + " failed", e);
        }
    }

    private static PubSubException silent(WatchedConnection connection, long nanos) {
        return new PubSubException(
                ErrorCode.CONNECTION_LOST,
                "the connection to " + connection.node() + " was given up: " + connection.unanswered()
                        + " publishes were unanswered and none was answered for "
                        + TimeUnit.NANOSECONDS.toMillis(nanos)
                        + " ms (fanfare.publish.answer-timeout); they may or may not have been delivered");
    }

    /** For how long publishes have been waiting on a connection without one being answered. */
    private static final class Silence {
        private long answers;
        private boolean waiting;
        private long nanos;

        void note(WatchedConnection connection, long passed) {
            long now = connection.answers();
            boolean unanswered = connection.unanswered() > 0;
            nanos = waiting && unanswered && now == answers ? nanos + passed : 0;
            waiting = unanswered;
            answers = now;
        }
    }
}

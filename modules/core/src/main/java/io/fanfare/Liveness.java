package io.fanfare;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.SubscribeConnection;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Finds a subscription connection that is open and silent: when nothing has arrived for an interval it sends
 * {@code PING}, and when nothing arrives within the deadline either, the connection counts as lost. Any byte counts as
 * a sign of life.
 */
final class Liveness implements Vigil.Watch {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private final Duration interval;
    private final Duration deadline;
    private final ScheduledExecutorService timer;
    private final Subscriber subscriber;

    /** Creates one; an {@code interval} of zero turns it off. */
    Liveness(Duration interval, Duration deadline, ScheduledExecutorService timer, Subscriber subscriber) {
        this.interval = interval;
        this.deadline = deadline;
        this.timer = timer;
        this.subscriber = subscriber;
    }

    @Override
    public void connected(SubscribeConnection connection) {
        if (!interval.isZero()) {
            later(interval, () -> look(connection));
        }
    }

    private void look(SubscribeConnection connection) {
        if (!connection.isOpen()) {
            return;
        }
        Duration silent = silent(connection);
        if (!subscriber.reading().hasGoneOnSince(System.nanoTime())) {
            later(interval, () -> look(connection));
            return;
        }
        if (silent.compareTo(interval) < 0) {
            later(interval.minus(silent), () -> look(connection));
            return;
        }
        long asked = System.nanoTime();
        if (ping(connection)) {
            later(deadline, () -> judge(connection, asked));
        } else {
            later(interval, () -> look(connection));
        }
    }

    /** Returns whether an answer can be expected. */
    private static boolean ping(SubscribeConnection connection) {
        try {
            CompletionStage<Void> answer = connection.ping();
            answer.whenComplete((nothing, failure) -> {
                if (failure != null) {
                    LOG.log(
                            System.Logger.Level.DEBUG,
                            "a PING to {0} failed: {1}",
                            connection.node(),
                            failure.getMessage());
                }
            });
            return true;
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "no PING can be sent to {0}: {1}", connection.node(), e.getMessage());
            return false;
        }
    }

    private void judge(SubscribeConnection connection, long asked) {
        if (!connection.isOpen()) {
            return;
        }
        if (connection.lastReceivedNanos() - asked >= 0 || !subscriber.reading().hasGoneOnSince(asked)) {
            later(interval, () -> look(connection));
            return;
        }
        subscriber.distrust(
                connection,
                connection.lastReceivedNanos(),
                new PubSubException(
                        ErrorCode.CONNECTION_LOST,
                        "nothing has come from " + connection.node() + " for "
                                + silent(connection).toMillis()
                                + " ms, and no answer to a PING within " + deadline.toMillis()
                                + " ms; the connection is given up (fanfare.ping.interval, fanfare.ping.timeout)"));
    }

    private static Duration silent(SubscribeConnection connection) {
        return Duration.ofNanos(Math.max(0, System.nanoTime() - connection.lastReceivedNanos()));
    }

    private void later(Duration delay, Runnable task) {
        if (Later.schedule(timer, delay, task) == null) {
            LOG.log(System.Logger.Level.TRACE, "watching ends with the client");
        }
    }
}

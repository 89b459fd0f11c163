package io.fanfare;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.SubscribeConnection;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Finds a subscription connection that is open and silent: when nothing has arrived for an interval it sends
 * {@code PING}, and when nothing arrives within the deadline either, the connection counts as lost. Any byte counts as
 * a sign of life.
 */
final class Liveness implements Vigil.Watch {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private final Duration interval;
    private final Duration deadline;
    private final Subscriber subscriber;

    /** Creates one; an {@code interval} of zero turns it off. */
    Liveness(Duration interval, Duration deadline, Subscriber subscriber) {
        this.interval = interval;
        this.deadline = deadline;
        this.subscriber = subscriber;
    }

    @Override
    public void connected(SubscribeConnection connection, ConnectionTimer timer) {
        if (!interval.isZero()) {
            timer.later(interval, () -> look(connection, timer));
        }
    }

    private void look(SubscribeConnection connection, ConnectionTimer timer) {
        if (!connection.isOpen()) {
            return;
        }
        Duration silent = silent(connection);
        if (!subscriber.reading().hasGoneOnSince(System.nanoTime())) {
            timer.later(interval, () -> look(connection, timer));
            return;
        }
        if (silent.compareTo(interval) < 0) {
            timer.later(interval.minus(silent), () -> look(connection, timer));
            return;
        }
        long asked = System.nanoTime();
        if (ping(connection)) {
            timer.later(deadline, () -> judge(connection, timer, asked));
        } else {
            timer.later(interval, () -> look(connection, timer));
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

    private void judge(SubscribeConnection connection, ConnectionTimer timer, long asked) {
        if (!connection.isOpen()) {
            return;
        }
        if (connection.lastReceivedNanos() - asked >= 0 || !subscriber.reading().hasGoneOnSince(asked)) {
            timer.later(interval, () -> look(connection, timer));
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
}

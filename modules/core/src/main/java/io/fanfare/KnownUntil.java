package io.fanfare;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.SubscribeConnection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Knows up to when a connection has brought everything. That bytes arrive does not tell: they may have been under way
 * for long, behind a network that stood still or a reader that lagged, and the server may have given the connection up
 * since. An answered {@code PING} tells: everything that the server had sent when it got the {@code PING} has arrived.
 * So while a connection brings messages, one is sent every now and then; one that brings nothing is left alone.
 */
final class KnownUntil implements Vigil.Watch {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private final Duration precision;
    private volatile @Nullable Known known;

    /** Creates one; a {@code precision} of zero turns it off. */
    KnownUntil(Duration precision) {
        this.precision = precision;
    }

    @Override
    public void connected(SubscribeConnection made, ConnectionTimer timer) {
        Known begun = new Known(made, timer);
        known = begun;
        if (!precision.isZero()) {
            begun.later();
        }
    }

    /** Returns the {@link System#nanoTime()} up to which a connection has brought everything, as far as is known. */
    long nanos(SubscribeConnection connection) {
        Known now = known;
        long received = connection.lastReceivedNanos();
        if (now == null || now.connection != connection || precision.isZero() || now.isBlind) {
            return received;
        }
        return now.soundNanos - received < 0 ? now.soundNanos : received;
    }

    /** What is known of one connection. */
    private final class Known {
        private final SubscribeConnection connection;
        private final ConnectionTimer timer;
        private volatile long soundNanos = System.nanoTime();

        /** When bytes had last arrived at the answer, which is no traffic itself. */
        private volatile long receivedNanos;

        private volatile boolean isBlind;

        Known(SubscribeConnection connection, ConnectionTimer timer) {
            this.connection = connection;
            this.timer = timer;
            this.receivedNanos = connection.lastReceivedNanos();
        }

        void later() {
            timer.later(precision, this::look);
        }

        private void look() {
            if (!connection.isOpen()) {
                return;
            }
            if (connection.lastReceivedNanos() == receivedNanos) {
                later();
                return;
            }
            long asked = System.nanoTime();
            try {
                connection.ping().whenComplete((nothing, failure) -> {
                    if (failure == null || isAnswer(Link.unwrap(failure))) {
                        soundNanos = asked;
                        receivedNanos = connection.lastReceivedNanos();
                        later();
                    }
                });
            } catch (PubSubException e) {
                isBlind = true;
                LOG.log(
                        System.Logger.Level.DEBUG,
                        "gaps of {0} begin when bytes last arrived: {1}",
                        connection,
                        e.getMessage());
            }
        }
    }

    /** Tells whether a {@code PING} that failed was answered all the same, by a refusal. */
    static boolean isAnswer(PubSubException failure) {
        return failure.code() != ErrorCode.CONNECTION_LOST && failure.code() != ErrorCode.CLOSED;
    }
}

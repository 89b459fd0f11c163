package io.fanfare;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.PubSubObserver.Function;
import io.fanfare.spi.SubscribeConnection;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Sends a message to oneself, every interval, by the publish path to a private channel on a subscriber's connection. So
 * it finds what a {@code PING} does not: a server that answers and no longer gets what is published.
 *
 * <p>A probe that the server took and that has not come back within the timeout is followed by a {@code PING}. Messages
 * and answers come in order: an answer without the probe before it means that the probe will not come, however long the
 * backlog of the connection is. The connection is replaced then.
 */
final class Probe implements Vigil.Watch {
    /** Connections that are replaced in a row; where that does not help, more would not either. */
    private static final int REPLACEMENTS = 2;

    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());
    private static final Duration SOON = Duration.ofMillis(100);

    private final Duration interval;
    private final Duration timeout;
    private final ScheduledExecutorService timer;
    private final ProbeSender sender;
    private final PubSubObserver observer;
    private final Functions functions;
    private final Subscriber subscriber;
    private final ProbeChannel channel;
    private volatile int replaced;

    Probe(
            Duration interval,
            Duration timeout,
            ScheduledExecutorService timer,
            ProbeSender sender,
            PubSubObserver observer,
            Functions functions,
            Subscriber subscriber) {
        this.interval = interval;
        this.timeout = timeout;
        this.timer = timer;
        this.sender = sender;
        this.observer = observer;
        this.functions = functions;
        this.subscriber = subscriber;
        this.channel = new ProbeChannel(subscriber);
    }

    @Override
    public void connected(SubscribeConnection made) {
        if (!interval.isZero()) {
            long nanos = interval.toNanos();
            Probed probed = new Probed(made);
            // those that connected together are not probed together
            probed.later(Duration.ofNanos(nanos - ThreadLocalRandom.current().nextLong(nanos / 2 + 1)), probed::begin);
        }
    }

    @Override
    public void close() {
        channel.close();
    }

    /** The probes of one connection, one at a time. */
    private final class Probed implements ProbeChannel.Listener {
        private final SubscribeConnection connection;
        private final String source = UUID.randomUUID().toString();
        private long number;
        private volatile String flying = "";
        private volatile long sentNanos;

        /** The {@link System#nanoTime()} until which the connection is known to have brought what was published. */
        private volatile long soundNanos = System.nanoTime();

        Probed(SubscribeConnection connection) {
            this.connection = connection;
        }

        void later(Duration wait, Runnable step) {
            if (Later.schedule(timer, wait, step) == null) {
                LOG.log(System.Logger.Level.TRACE, "probing ends with the client");
            }
        }

        private void next() {
            later(interval, this::begin);
        }

        /** Sends a probe as soon as the channel is subscribed to. */
        private void begin() {
            if (!connection.isOpen()) {
                return;
            }
            if (!subscriber.reading().hasGoneOnSince(System.nanoTime())) {
                next();
            } else if (channel.isHeld()) {
                later(ProbeRate.PROCESS.take(System.nanoTime()), this::send);
            } else {
                PubSubException refusal = channel.request();
                if (refusal == null) {
                    later(SOON, this::begin);
                } else {
                    functions.degraded(connection.node(), Function.PROBE, refusal);
                    next();
                }
            }
        }

        private void send() {
            if (!connection.isOpen()) {
                return;
            }
            flying = source + ":" + ++number;
            sentNanos = System.nanoTime();
            channel.listener(this);
            sender.send(channel.topic(), Payload.of(flying)).whenComplete((receivers, failure) -> {
                if (failure == null) {
                    later(timeout, () -> judge(receivers));
                } else {
                    unsent(Link.unwrap(failure));
                }
            });
        }

        /** A probe that was not sent says nothing about the connection. */
        private void unsent(PubSubException cause) {
            flying = "";
            if (cause.code() == ErrorCode.NO_PERMISSION) {
                functions.degraded(connection.node(), Function.PROBE, cause);
            } else {
                LOG.log(System.Logger.Level.DEBUG, "a probe of {0} was not sent: {1}", connection, cause.getMessage());
            }
            next();
        }

        @Override
        public void arrived(Payload payload) {
            if (flying.isEmpty() || !payload.toText().endsWith(flying)) {
                return;
            }
            flying = "";
            soundNanos = sentNanos;
            replaced = 0;
            functions.works(connection.node(), Function.PROBE);
            observer.probed(connection.node(), Duration.ofNanos(System.nanoTime() - sentNanos));
        }

        private void judge(long receivers) {
            if (!connection.isOpen()) {
                return;
            }
            if (flying.isEmpty() || !subscriber.reading().hasGoneOnSince(sentNanos)) {
                next();
                return;
            }
            long asked = System.nanoTime();
            try {
                connection.ping().whenComplete((nothing, failure) -> {
                    if (failure == null || KnownUntil.isAnswer(Link.unwrap(failure))) {
                        doubt(receivers);
                    }
                });
            } catch (PubSubException e) {
                doubt(receivers);
                return;
            }
            later(timeout, () -> waitForAnswer(receivers, asked));
        }

        /** Goes on while bytes arrive: the answer is behind them. */
        private void waitForAnswer(long receivers, long asked) {
            if (!connection.isOpen()) {
                return;
            }
            if (flying.isEmpty() || !subscriber.reading().hasGoneOnSince(asked)) {
                next();
            } else if (connection.lastReceivedNanos() - asked < 0) {
                doubt(receivers);
            } else {
                later(timeout, () -> waitForAnswer(receivers, asked));
            }
        }

        private synchronized void doubt(long receivers) {
            if (flying.isEmpty() || !connection.isOpen()) {
                return;
            }
            flying = "";
            PubSubException cause = new PubSubException(
                    ErrorCode.PROBE_FAILED,
                    connection.node() + " took a probe to " + channel.topic() + " for " + receivers
                            + " subscriptions, and it has not come back within "
                            + Duration.ofNanos(System.nanoTime() - sentNanos).toMillis()
                            + " ms (fanfare.probe.interval, fanfare.probe.timeout)");
            if (replaced < REPLACEMENTS) {
                replaced++;
                subscriber.distrust(connection, soundNanos, cause);
            } else {
                functions.degraded(connection.node(), Function.PROBE, cause);
                next();
            }
        }
    }
}

package io.fanfare;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.PubSubObserver.Function;
import io.fanfare.spi.SubscribeConnection;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjLongConsumer;

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
    private final ProbeSender sender;
    private final PubSubObserver observer;
    private final Functions functions;
    private final Subscriber subscriber;
    private final ObjLongConsumer<PubSubException> onSecond;
    private final ProbeChannel channel;
    private final AtomicInteger replaced = new AtomicInteger();

    /**
     * Creates one.
     *
     * @param onSecond has the connections replaced that were open for publishing at a {@link System#nanoTime()}: called
     *     when a probe fails on a new connection again, so that the fault may be at the other end
     */
    Probe(
            Duration interval,
            Duration timeout,
            ProbeSender sender,
            PubSubObserver observer,
            Functions functions,
            Subscriber subscriber,
            ObjLongConsumer<PubSubException> onSecond) {
        this.interval = interval;
        this.timeout = timeout;
        this.sender = sender;
        this.observer = observer;
        this.functions = functions;
        this.subscriber = subscriber;
        this.onSecond = onSecond;
        this.channel = new ProbeChannel(subscriber);
    }

    @Override
    public void connected(SubscribeConnection made, ConnectionTimer timer) {
        if (!interval.isZero()) {
            long nanos = interval.toNanos();
            Probed probed = new Probed(made, timer);
            // those that connected together are not probed together
            timer.later(Duration.ofNanos(nanos - ThreadLocalRandom.current().nextLong(nanos / 2 + 1)), probed::begin);
        }
    }

    @Override
    public void close() {
        channel.close();
    }

    /** The probes of one connection, one at a time. */
    private final class Probed implements ProbeChannel.Listener {
        private final SubscribeConnection connection;
        private final ConnectionTimer timer;
        private final String source = UUID.randomUUID().toString();
        private long number;
        private volatile String flying = "";
        private volatile long sentNanos;

        /** The {@link System#nanoTime()} until which the connection is known to have brought what was published. */
        private volatile long soundNanos = System.nanoTime();

        Probed(SubscribeConnection connection, ConnectionTimer timer) {
            this.connection = connection;
            this.timer = timer;
        }

        private void next() {
            timer.later(interval, this::begin);
        }

        /** Sends a probe as soon as the channel is subscribed to. */
        private void begin() {
            if (!connection.isOpen()) {
                return;
            }
            if (!subscriber.reading().hasGoneOnSince(System.nanoTime())) {
                next();
            } else if (channel.isHeld()) {
                timer.later(ProbeRate.PROCESS.take(System.nanoTime()), this::send);
            } else {
                PubSubException refusal = channel.request();
                if (refusal == null) {
                    timer.later(SOON, this::begin);
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
            String sent = source + ":" + ++number;
            flying = sent;
            sentNanos = System.nanoTime();
            channel.listener(this);
            sender.send(channel.topic(), Payload.of(sent)).whenComplete((receivers, failure) -> {
                if (failure == null) {
                    timer.later(timeout, () -> judge(sent, receivers));
                } else {
                    unsent(sent, Link.unwrap(failure));
                }
            });
        }

        /** Ends the flight of a probe; returns false if that was done already. */
        private synchronized boolean land(String sent) {
            boolean wasFlying = flying.equals(sent);
            if (wasFlying) {
                flying = "";
            }
            return wasFlying;
        }

        /** A probe that was not sent says nothing about the connection. */
        private void unsent(String sent, PubSubException cause) {
            if (!land(sent)) {
                return;
            }
            if (cause.code() == ErrorCode.NO_PERMISSION) {
                functions.degraded(connection.node(), Function.PROBE, cause);
            } else {
                LOG.log(System.Logger.Level.DEBUG, "a probe of {0} was not sent: {1}", connection, cause.getMessage());
            }
            next();
        }

        @Override
        public void arrived(Payload payload) {
            String sent = flying;
            if (sent.isEmpty() || !payload.toText().endsWith(sent) || !land(sent)) {
                return;
            }
            soundNanos = sentNanos;
            replaced.set(0);
            functions.works(connection.node(), Function.PROBE);
            observer.probed(connection.node(), Duration.ofNanos(System.nanoTime() - sentNanos));
            next();
        }

        private void judge(String sent, long receivers) {
            if (!connection.isOpen() || !flying.equals(sent)) {
                return;
            }
            if (!subscriber.reading().hasGoneOnSince(sentNanos)) {
                leave(sent);
                return;
            }
            long asked = System.nanoTime();
            try {
                connection.ping().whenComplete((nothing, failure) -> {
                    if (failure == null || KnownUntil.isAnswer(Link.unwrap(failure))) {
                        doubt(sent, receivers);
                    }
                });
            } catch (PubSubException e) {
                doubt(sent, receivers);
                return;
            }
            timer.later(timeout, () -> waitForAnswer(sent, receivers, asked));
        }

        /** Goes on while bytes arrive: the answer is behind them. */
        private void waitForAnswer(String sent, long receivers, long asked) {
            if (!connection.isOpen() || !flying.equals(sent)) {
                return;
            }
            if (!subscriber.reading().hasGoneOnSince(asked)) {
                leave(sent);
            } else if (connection.lastReceivedNanos() - asked < 0) {
                doubt(sent, receivers);
            } else {
                timer.later(timeout, () -> waitForAnswer(sent, receivers, asked));
            }
        }

        /** Gives up a probe that says nothing, since the connection was not read. */
        private void leave(String sent) {
            if (land(sent)) {
                next();
            }
        }

        private void doubt(String sent, long receivers) {
            if (!connection.isOpen() || !land(sent)) {
                return;
            }
            PubSubException cause = new PubSubException(
                    ErrorCode.PROBE_FAILED,
                    connection.node() + " took a probe to " + channel.topic() + " for " + receivers
                            + " subscriptions, and it has not come back within "
                            + Duration.ofNanos(System.nanoTime() - sentNanos).toMillis()
                            + " ms (fanfare.probe.interval, fanfare.probe.timeout)");
            if (replaced.get() < REPLACEMENTS) {
                subscriber.distrust(connection, soundNanos, cause);
                if (replaced.incrementAndGet() == REPLACEMENTS) {
                    onSecond.accept(cause, sentNanos);
                }
            } else {
                functions.degraded(connection.node(), Function.PROBE, cause);
                next();
            }
        }
    }
}

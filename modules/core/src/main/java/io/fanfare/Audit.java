package io.fanfare;

import io.fanfare.TopicRegistry.Census;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionPool;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver.Function;
import io.fanfare.spi.Reply;
import io.fanfare.spi.SubscribeConnection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Compares, every interval, how many topics the server says a connection holds with how many it has confirmed. Asks
 * with {@code CLIENT INFO} on the connection itself, under RESP2 with {@code CLIENT LIST ID} on another one. A
 * connection whose numbers differ twice in a row is replaced.
 */
final class Audit implements Vigil.Watch {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Duration interval;
    private final Duration timeout;
    private final ConnectionPool<CommandConnection> commands;
    private final Functions functions;
    private final Subscriber subscriber;

    Audit(
            Duration interval,
            Duration timeout,
            ConnectionPool<CommandConnection> commands,
            Functions functions,
            Subscriber subscriber) {
        this.interval = interval;
        this.timeout = timeout;
        this.commands = commands;
        this.functions = functions;
        this.subscriber = subscriber;
    }

    @Override
    public void connected(SubscribeConnection made, ConnectionTimer timer) {
        if (!interval.isZero()) {
            new Audited(made, timer).begin();
        }
    }

    /** The audit of one connection. */
    private final class Audited {
        private final SubscribeConnection connection;
        private final ConnectionTimer timer;
        private final Inquiry inquiry;
        private volatile @Nullable String id;

        /** The {@link System#nanoTime()} at which everything was last found in order. */
        private volatile long soundNanos = System.nanoTime();

        private volatile boolean doubted;

        Audited(SubscribeConnection connection, ConnectionTimer timer) {
            this.connection = connection;
            this.timer = timer;
            this.inquiry = new Inquiry(connection, commands, timeout);
        }

        /** Asks for the connection's id while it still answers commands, and looks from then on. */
        void begin() {
            inquiry.askHere("CLIENT", "ID").whenComplete((reply, failure) -> {
                if (reply instanceof Reply.OfNumber number) {
                    id = String.valueOf(number.value());
                }
            });
            // those that connected together are not audited together
            long nanos = interval.toNanos();
            later(Duration.ofNanos(nanos - ThreadLocalRandom.current().nextLong(nanos / 2 + 1)));
        }

        private void later(Duration wait) {
            timer.later(wait, this::look);
        }

        private void soon() {
            later(interval.compareTo(SOON) < 0 ? interval : SOON);
        }

        private void look() {
            if (!connection.isOpen()) {
                return;
            }
            Optional<Census> wanted = subscriber.census();
            if (wanted.isEmpty()) {
                soon();
                return;
            }
            long asked = System.nanoTime();
            String known = id;
            inquiry.ask(
                            new String[] {"CLIENT", "INFO"},
                            new String[] {"CLIENT", "LIST", "ID", known == null ? "0" : known})
                    .whenComplete((reply, failure) -> {
                        if (failure == null) {
                            judge(wanted.get(), asked, reply);
                        } else {
                            refused(Link.unwrap(failure));
                        }
                    });
        }

        private void refused(PubSubException cause) {
            if (!connection.isOpen()) {
                return;
            }
            if (cause.code().kind() == ErrorCode.Kind.TRANSIENT) {
                LOG.log(System.Logger.Level.DEBUG, "no audit of {0}: {1}", connection, cause.getMessage());
            } else {
                functions.degraded(connection.node(), Function.AUDIT, cause);
            }
            later(interval);
        }

        private void judge(Census wanted, long asked, Reply reply) {
            Optional<Census> now = subscriber.census();
            ClientLine line = ClientLine.of(reply);
            if (line == null) {
                // the connection for commands leads to another server
                later(interval);
            } else if (now.isEmpty() || now.get().version() != wanted.version()) {
                soon();
            } else if (line.agrees(wanted)) {
                functions.works(connection.node(), Function.AUDIT);
                soundNanos = asked;
                doubted = false;
                later(interval);
            } else if (!doubted) {
                doubted = true;
                soon();
            } else {
                subscriber.distrust(connection, soundNanos, difference(wanted, line));
            }
        }

        private PubSubException difference(Census wanted, ClientLine line) {
            return new PubSubException(
                    ErrorCode.SUBSCRIPTION_LOST,
                    connection.node() + " holds " + line + " for a connection on which it confirmed "
                            + wanted.channels()
                            + " channels, " + wanted.patterns() + " patterns and " + wanted.shardChannels()
                            + " shard channels; the connection is replaced (fanfare.audit.interval)");
        }
    }
}

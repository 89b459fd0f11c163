package io.fanfare;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ConnectionFactory;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Endpoint;
import io.fanfare.spi.Message;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Transport;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Subscribes to {@code +switch-master} at one Sentinel after another, so that a failover is heard of at once. Without
 * it, the master is still asked for every interval.
 */
final class SentinelWatch implements Link.Events<SubscribeConnection>, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());
    private static final Channel SWITCHED = Channel.of("+switch-master");

    private final Endpoint endpoint;
    private final AtomicInteger turn = new AtomicInteger();
    private final Link<SubscribeConnection> link;
    private volatile @Nullable Runnable onSwitch;

    SentinelWatch(Endpoint endpoint, Transport transport, Backoff backoff, ScheduledExecutorService timer) {
        this.endpoint = endpoint;
        ConnectionFactory<SubscribeConnection> factory = loss -> transport.connectSubscriber(
                endpoint.node(endpoint.seeds()
                        .get(Math.floorMod(
                                turn.getAndIncrement(), endpoint.seeds().size()))),
                new Switches(loss));
        this.link = new Link<>(factory, backoff, timer, this);
    }

    void start(Runnable told) {
        onSwitch = told;
        link.start();
    }

    private void tell() {
        Runnable told = onSwitch;
        if (told != null) {
            told.run();
        }
    }

    @Override
    public void connected(SubscribeConnection connection) {
        connection.subscribe(List.of(SWITCHED), (topic, failure) -> {
            if (failure == null) {
                tell();
            } else {
                LOG.log(
                        System.Logger.Level.DEBUG,
                        "a Sentinel of {0} does not tell of failovers: {1}",
                        endpoint,
                        failure.getMessage());
            }
        });
    }

    @Override
    public void lost(SubscribeConnection connection, PubSubException cause) {
        tell();
    }

    @Override
    public void close() {
        link.close();
    }

    private final class Switches implements ConnectionListener {
        private final ConnectionListener loss;

        Switches(ConnectionListener loss) {
            this.loss = loss;
        }

        @Override
        public void onMessages(List<Message> batch) {
            tell();
        }

        @Override
        public void onLost(PubSubException cause) {
            loss.onLost(cause);
        }
    }
}

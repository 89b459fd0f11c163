package io.fanfare;

import io.fanfare.spi.Destination;
import io.fanfare.spi.Message;
import io.fanfare.spi.Node;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.SlowConsumer;
import io.fanfare.spi.Topic;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Passes everything on to an observer, and keeps what that throws away from the client; the first throw is logged. */
final class GuardedObserver implements PubSubObserver {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private final PubSubObserver observer;
    private final AtomicBoolean threw = new AtomicBoolean();

    GuardedObserver(PubSubObserver observer) {
        this.observer = observer;
    }

    private void guard(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            if (threw.compareAndSet(false, true)) {
                LOG.log(System.Logger.Level.WARNING, observer + " threw; its further throws are not logged", e);
            }
        }
    }

    @Override
    public void connected(Node node, Role role, Duration elapsed) {
        guard(() -> observer.connected(node, role, elapsed));
    }

    @Override
    public void disconnected(Node node, Role role, PubSubException cause) {
        guard(() -> observer.disconnected(node, role, cause));
    }

    @Override
    public void published(Destination channel, int bytes, long receivers, long nanos) {
        guard(() -> observer.published(channel, bytes, receivers, nanos));
    }

    @Override
    public void publishFailed(Destination channel, PubSubException cause) {
        guard(() -> observer.publishFailed(channel, cause));
    }

    @Override
    public void received(int messages, long bytes) {
        guard(() -> observer.received(messages, bytes));
    }

    @Override
    public void dropped(Message message, OverflowPolicy policy) {
        guard(() -> observer.dropped(message, policy));
    }

    @Override
    public void handlingFailed(Message message, PubSubException cause) {
        guard(() -> observer.handlingFailed(message, cause));
    }

    @Override
    public void gap(Topic topic, Duration duration) {
        guard(() -> observer.gap(topic, duration));
    }

    @Override
    public void slowConsumer(SlowConsumer episode) {
        guard(() -> observer.slowConsumer(episode));
    }

    @Override
    public void probed(Node node, Duration roundTrip) {
        guard(() -> observer.probed(node, roundTrip));
    }

    @Override
    public void degraded(Node node, Function function, PubSubException cause) {
        guard(() -> observer.degraded(node, function, cause));
    }

    @Override
    public void restored(Node node, Function function) {
        guard(() -> observer.restored(node, function));
    }
}

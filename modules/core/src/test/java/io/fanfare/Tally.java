package io.fanfare;

import io.fanfare.spi.Destination;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What an observer heard of publishing. */
final class Tally implements PubSubObserver {
    final AtomicInteger published = new AtomicInteger();
    final List<PubSubException> failures = new CopyOnWriteArrayList<>();
    final List<PubSubException> losses = new CopyOnWriteArrayList<>();

    @Override
    public void published(Destination channel, int bytes, long receivers, long nanos) {
        published.incrementAndGet();
    }

    @Override
    public void publishFailed(Destination channel, PubSubException cause) {
        failures.add(cause);
    }

    @Override
    public void disconnected(Node node, Role role, PubSubException cause) {
        if (role == Role.PUBLISH) {
            losses.add(cause);
        }
    }
}

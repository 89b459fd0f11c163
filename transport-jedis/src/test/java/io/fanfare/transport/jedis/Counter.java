package io.fanfare.transport.jedis;

import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the results of publishes. */
class Counter implements PublishCallback {
    final AtomicLong published = new AtomicLong();
    final AtomicLong receivers = new AtomicLong();
    final List<PubSubException> failures = new CopyOnWriteArrayList<>();

    @Override
    public void published(long count) {
        receivers.addAndGet(count);
        published.incrementAndGet();
    }

    @Override
    public void failed(PubSubException cause) {
        failures.add(cause);
    }
}

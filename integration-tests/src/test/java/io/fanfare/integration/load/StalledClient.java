package io.fanfare.integration.load;

import io.fanfare.Fanfare;
import io.fanfare.TypedPattern;
import io.fanfare.spi.Message;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.SlowConsumer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** A client over one transport with a stalled subscription for each overflow policy. */
final class StalledClient implements PubSubObserver, AutoCloseable {
    final Stalled block;
    final Stalled dropOldest;
    final Stalled dropNewest;
    final Stalled end;

    /** There is room for a message of each channel. */
    final Stalled latest;

    /** There is room for half of the channels. */
    final Stalled narrowLatest;

    final LongAdder received = new LongAdder();
    final Map<OverflowPolicy, LongAdder> dropped = new ConcurrentHashMap<>();
    final List<SlowConsumer> episodes = new CopyOnWriteArrayList<>();
    private final String transport;
    private final Fanfare fanfare;

    StalledClient(String transport, String uri, int channels, int messages, long bytes, CountDownLatch release) {
        this.transport = transport;
        for (OverflowPolicy policy : OverflowPolicy.values()) {
            dropped.put(policy, new LongAdder());
        }
        fanfare = Transports.client(transport, uri)
                .observer(this)
                .set("handler.warn-after", "0s")
                // its messages would be received too
                .set("probe.interval", "0s")
                .build();
        TypedPattern<byte[]> all = fanfare.pattern("load.*", byte[].class);
        block = new Stalled(all, channels, OverflowPolicy.BLOCK, messages, bytes, release);
        dropOldest = new Stalled(all, channels, OverflowPolicy.DROP_OLDEST, messages, bytes, release);
        dropNewest = new Stalled(all, channels, OverflowPolicy.DROP_NEWEST, messages, bytes, release);
        end = new Stalled(all, channels, OverflowPolicy.END, messages, bytes, release);
        latest = new Stalled(all, channels, OverflowPolicy.LATEST, messages, bytes, release);
        narrowLatest = new Stalled(all, channels, OverflowPolicy.LATEST, channels / 2, bytes, release);
    }

    List<Stalled> all() {
        return List.of(block, dropOldest, dropNewest, end, latest, narrowLatest);
    }

    void awaitReady() throws Exception {
        for (Stalled stalled : all()) {
            stalled.subscription.ready().get(30, TimeUnit.SECONDS);
        }
    }

    long dropped(OverflowPolicy policy) {
        return dropped.get(policy).sum();
    }

    @Override
    public void received(int messages, long bytes) {
        received.add(messages);
    }

    @Override
    public void dropped(Message message, OverflowPolicy policy) {
        dropped.get(policy).increment();
    }

    @Override
    public void slowConsumer(SlowConsumer episode) {
        episodes.add(episode);
    }

    @Override
    public void close() {
        fanfare.close();
    }

    @Override
    public String toString() {
        return transport;
    }
}

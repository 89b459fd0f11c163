package io.fanfare.conformance;

import io.fanfare.Subscription;
import io.fanfare.SubscriptionBuilder;
import io.fanfare.TypedChannel;
import io.fanfare.spi.QueueStats;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/** A subscription whose handler is held up at event 0 until it is released. */
final class HeldUp implements AutoCloseable {
    private final Bench bench;
    private final TypedChannel<Event> channel;
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch held = new CountDownLatch(1);
    private final List<Long> handled = new ArrayList<>();
    private final Subscription subscription;

    /** Subscribes and publishes event 0; returns when the handler is held up. */
    static HeldUp begin(Bench bench, TypedChannel<Event> channel, UnaryOperator<SubscriptionBuilder<Event>> settings) {
        HeldUp heldUp = bench.keep(new HeldUp(bench, channel, settings));
        bench.await(heldUp.subscription.ready(), "confirmation of the subscription to " + channel);
        heldUp.publish(0, 1);
        bench.await(() -> heldUp.held.getCount() == 0, "event 0 to be handled", () -> "none");
        return heldUp;
    }

    private HeldUp(Bench bench, TypedChannel<Event> channel, UnaryOperator<SubscriptionBuilder<Event>> settings) {
        this.bench = bench;
        this.channel = channel;
        this.subscription = settings.apply(channel.onMessage(this::handle)).subscribe();
    }

    private void handle(Event event) throws InterruptedException {
        synchronized (handled) {
            handled.add(event.sequence());
        }
        held.countDown();
        release.await();
    }

    /** Publishes numbers; returns when the last of them is answered. */
    void publish(long first, int count) {
        for (int i = 0; i < count - 1; i++) {
            channel.publishAndForget(Event.of(first + i, 1, 0));
        }
        bench.await(channel.publish(Event.of(first + count - 1, 1, 0)), "the receiver count of a publish");
    }

    /** Waits until the queue has been offered a number of messages, event 0 included, and returns its numbers. */
    QueueStats awaitReceived(long count) {
        bench.await(
                () -> subscription.queue().received() >= count,
                count + " messages in the queue of a handler that is held up",
                () -> subscription.queue().toString());
        return subscription.queue();
    }

    /** Lets the handler go on. */
    @Override
    public void close() {
        release.countDown();
    }

    /** Lets the handler go on, waits until it has handled as many as the queue kept, and returns their numbers. */
    List<Long> finish(long kept) {
        close();
        bench.await(
                () -> handled().size() >= kept,
                kept + " events to be handled after the handler goes on",
                () -> handled().size() + " of them, " + subscription.queue());
        bench.quiet();
        return handled();
    }

    List<Long> handled() {
        synchronized (handled) {
            return List.copyOf(handled);
        }
    }

    Subscription subscription() {
        return subscription;
    }
}

package io.fanfare.integration.faults;

import io.fanfare.Delivery;
import io.fanfare.Gap;
import io.fanfare.Integrity;
import io.fanfare.Subscription;
import io.fanfare.SubscriptionBuilder;
import io.fanfare.TypedTopic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/** The handler of one subscription, and what it was called with. */
final class Receiver {
    /** What a receiver was called with since it subscribed, and what its subscription counted. */
    record Heard(
            String name,
            Instant since,
            Map<String, Arrivals> arrivals,
            List<Gap> gaps,
            List<Object> failures,
            Integrity integrity,
            long dropped) {}

    private final Instant since = Instant.now();
    private final Map<String, Arrivals> arrivals = new LinkedHashMap<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final List<Object> failures = new ArrayList<>();
    private final String name;
    private final Subscription subscription;
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private long messages;
    private long messagesBeforeGap;

    /** Subscribes to a topic that the channels belong to. */
    Receiver(
            String name,
            TypedTopic<String> topic,
            List<String> channels,
            UnaryOperator<SubscriptionBuilder<String>> settings) {
        this.name = name;
        channels.forEach(channel -> arrivals.put(channel, new Arrivals()));
        this.subscription = settings.apply(topic.onDelivery(this::message))
                .onGap(this::gap)
                .onError(this::failure)
                .subscribe();
    }

    private void message(Delivery<String> delivery) throws InterruptedException {
        gate.await();
        synchronized (this) {
            Arrivals ofChannel = arrivals.get(delivery.channel().toString());
            if (ofChannel == null) {
                failures.add("unexpected " + delivery);
            } else {
                ofChannel.message(Traffic.number(delivery.value()));
                messages++;
            }
        }
    }

    private synchronized void gap(Gap gap) {
        if (gaps.isEmpty()) {
            arrivals.values().forEach(Arrivals::gap);
            messagesBeforeGap = messages;
        }
        gaps.add(gap);
    }

    private synchronized void failure(Object failure) {
        failures.add(failure);
    }

    Subscription subscription() {
        return subscription;
    }

    /** Holds the handler up in its next call. */
    void hold() {
        gate = new CountDownLatch(1);
    }

    /** Lets the handler go on. */
    void release() {
        gate.countDown();
    }

    /** Tells whether there was a message of every channel. */
    synchronized boolean hasHeardEveryChannel() {
        return arrivals.values().stream().allMatch(ofChannel -> ofChannel.distinct() > 0);
    }

    /** Tells whether there was a gap and a message after it. */
    synchronized boolean hasReturned() {
        return !gaps.isEmpty() && messages > messagesBeforeGap;
    }

    /** Tells whether the end marker of every channel has arrived. */
    synchronized boolean hasEnded() {
        return arrivals.values().stream().allMatch(ofChannel -> ofChannel.ends > 0);
    }

    /** Returns what was heard; to be called when nothing more arrives. */
    synchronized Heard heard() {
        return new Heard(
                name,
                since,
                arrivals,
                List.copyOf(gaps),
                List.copyOf(failures),
                subscription.integrity(),
                subscription.queue().dropped());
    }

    @Override
    public synchronized String toString() {
        return name + ": " + messages + " messages, " + messagesBeforeGap + " of them before the first gap, gaps "
                + gaps + ", failures " + failures;
    }
}

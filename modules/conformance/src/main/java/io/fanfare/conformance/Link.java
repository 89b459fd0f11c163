package io.fanfare.conformance;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Destination;
import io.fanfare.spi.Message;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import java.util.List;

/** One connection that publishes and one that subscribes, with what it received. */
record Link(Bench bench, PublishConnection publisher, SubscribeConnection subscriber, Inbox inbox) {
    static Link open(Bench bench) {
        return open(bench, new Inbox());
    }

    static Link open(Bench bench, Inbox inbox) {
        return new Link(bench, bench.publisher(), bench.subscriber(inbox), inbox);
    }

    /** Subscribes, and waits until each topic is decided; a refusal is thrown. */
    Link subscribe(Topic... topics) {
        change(List.of(topics), "confirmation of " + topics.length + " topics", false);
        return this;
    }

    /** Unsubscribes, and waits until each topic is decided. */
    void unsubscribe(Topic... topics) {
        change(List.of(topics), "confirmation of the end of " + topics.length + " subscriptions", true);
    }

    /** Publishes, and returns the receiver count. */
    long publish(Destination channel, Payload payload) {
        Receipt receipt = new Receipt();
        publisher.publish(channel, payload, receipt);
        return bench.await(receipt.receivers(), "the receiver count of a publish of " + payload);
    }

    /** Publishes to a channel that is subscribed to, and returns the first message that arrives on it after that. */
    Message exchange(Destination channel, Payload payload) {
        int before = inbox.messages(channel).size();
        publish(channel, payload);
        String what = "a message of " + payload + " on " + channel;
        bench.await(
                () -> inbox.messages(channel).size() > before, what, () -> "none of " + inbox.count() + " messages");
        return inbox.messages(channel).get(before);
    }

    /**
     * Waits until everything that was published before on this link's connection has arrived, by one more message
     * behind it.
     */
    void flush() {
        Channel end = bench.channel("flush" + System.nanoTime());
        subscribe(end);
        exchange(end, Payload.of("end"));
    }

    private void change(List<Topic> topics, String what, boolean end) {
        int before = inbox.decisions().size();
        if (end) {
            subscriber.unsubscribe(topics, inbox);
        } else {
            subscriber.subscribe(topics, inbox);
        }
        bench.await(
                () -> inbox.decisions().size() >= before + topics.size(),
                what,
                () -> inbox.decisions().size() - before + " decisions");
        for (Inbox.Decision decision : inbox.decisions().subList(before, before + topics.size())) {
            if (decision.failure() != null) {
                throw decision.failure();
            }
        }
    }

    /** A listener that nothing is expected of. */
    static ConnectionListener deaf() {
        return new ConnectionListener() {};
    }
}

package io.fanfare.conformance;

import io.fanfare.Fanfare;
import io.fanfare.Subscription;
import io.fanfare.TypedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Many subscribers, each with a connection of its own, that all receive the same messages in order. */
final class ConnectionsPhase {
    private static final long CONFIRM_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /**
     * What the phase found.
     *
     * @param confirmed subscriptions that the server confirmed
     * @param receivers the server's receiver count of the first message
     * @param listed connections of ours in CLIENT LIST; -1 where that is refused
     * @param served subscribers that received every message
     */
    record Result(int confirmed, long receivers, int listed, int served, Tally tally) {
        /** Returns how many connections were served at the same time, as far as every count agrees. */
        int connections() {
            long least = Math.min(Math.min(confirmed, served), receivers);
            return (int) (listed < 0 ? least : Math.min(least, listed));
        }
    }

    private final Bench bench;
    private final TypedChannel<Event> channel;

    ConnectionsPhase(Bench bench, Fanfare client) {
        this.bench = bench;
        this.channel = client.channel(bench.channelName("connections"), Event.class);
    }

    Result run(int subscribers, int messages, String clientName) {
        List<Sequence> sequences = new ArrayList<>();
        List<Subscription> subscriptions = new ArrayList<>();
        for (int i = 0; i < subscribers; i++) {
            Sequence sequence = new Sequence();
            sequences.add(sequence);
            subscriptions.add(channel.onMessage(event -> sequence.arrived(event.sequence()))
                    .ownConnection()
                    .subscribe());
        }
        CompletableFuture<?>[] ready =
                subscriptions.stream().map(Subscription::ready).toArray(CompletableFuture<?>[]::new);
        bench.await(CompletableFuture.allOf(ready), "confirmation of " + subscribers + " subscriptions", CONFIRM_NANOS);
        int listed = listed(clientName);
        long receivers =
                bench.await(channel.publish(Event.of(0, 1, System.nanoTime())), "the receiver count of a publish");
        for (int i = 1; i < messages; i++) {
            LockSupport.parkNanos(INTERVAL_NANOS);
            channel.publishAndForget(Event.of(i, 1, System.nanoTime()));
        }
        bench.comesTrue(
                () -> sequences.stream().allMatch(sequence -> sequence.highest() == messages - 1),
                "the last message at each of " + subscribers + " subscribers");
        Tally tally = Tally.CLEAN;
        int served = 0;
        for (Sequence sequence : sequences) {
            tally = tally.plus(Tally.of(sequence, messages));
            served += sequence.lost(messages) == 0 ? 1 : 0;
        }
        for (Subscription subscription : subscriptions) {
            bench.await(subscription.unsubscribe(), "the end of a subscription");
        }
        return new Result(subscribers, receivers, listed, served, tally);
    }

    private int listed(String clientName) {
        try {
            return bench.server().subscribed(clientName).size();
        } catch (NotApplicable e) {
            return -1;
        }
    }
}

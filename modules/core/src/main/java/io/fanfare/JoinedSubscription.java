package io.fanfare;

import io.fanfare.spi.QueueStats;
import io.fanfare.spi.Topic;
import java.util.concurrent.CompletableFuture;

/** Two subscriptions that begin and end together. */
final class JoinedSubscription implements Subscription {
    private final Subscription first;
    private final Subscription second;
    private final CompletableFuture<Void> ready;
    private final CompletableFuture<Void> ended;

    @SuppressWarnings("FutureReturnValueIgnored") // closing fails nobody
    JoinedSubscription(Subscription first, Subscription second) {
        this.first = first;
        this.second = second;
        this.ready = both(first.ready(), second.ready());
        this.ended = both(first.ended(), second.ended());
        first.ended().whenComplete((nothing, cause) -> second.close());
        second.ended().whenComplete((nothing, cause) -> first.close());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // its outcome is that of the one returned
    private static CompletableFuture<Void> both(CompletableFuture<Void> one, CompletableFuture<Void> two) {
        CompletableFuture<Void> both = new CompletableFuture<>();
        CompletableFuture.allOf(one, two).whenComplete((nothing, failure) -> {
            if (failure == null) {
                both.complete(null);
            } else {
                both.completeExceptionally(Link.unwrap(failure));
            }
        });
        return both;
    }

    @Override
    public Topic topic() {
        return first.topic();
    }

    @Override
    public CompletableFuture<Void> ready() {
        return ready.copy();
    }

    @Override
    public CompletableFuture<Void> ended() {
        return ended.copy();
    }

    @Override
    public QueueStats queue() {
        return first.queue();
    }

    @Override
    public CompletableFuture<Void> unsubscribe() {
        return CompletableFuture.allOf(first.unsubscribe(), second.unsubscribe());
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }

    @Override
    public String toString() {
        return first + " and " + second;
    }
}

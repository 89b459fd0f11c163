package io.fanfare;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Payload;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Publishes a probe without blocking the caller; the stage completes as that of every publish. */
@FunctionalInterface
interface ProbeSender {
    CompletionStage<Long> send(Channel channel, Payload payload);

    /** Returns a sender that publishes on the completion thread, which never waits for a permit. */
    @SuppressWarnings("FutureReturnValueIgnored") // the result tells of all that can fail
    static ProbeSender over(Publisher publisher, Completions completions) {
        return (channel, payload) -> {
            CompletableFuture<Long> sent = new CompletableFuture<>();
            completions.execute(() -> publisher.publish(channel, payload).whenComplete((receivers, failure) -> {
                if (failure == null) {
                    sent.complete(receivers);
                } else {
                    sent.completeExceptionally(failure);
                }
            }));
            return sent;
        };
    }
}

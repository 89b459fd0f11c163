package io.fanfare.conformance;

import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** The result of one publish, and how often it was told. */
final class Receipt implements PublishCallback {
    private final CompletableFuture<Long> receivers = new CompletableFuture<>();
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    public void published(long count) {
        calls.incrementAndGet();
        receivers.complete(count);
    }

    @Override
    public void failed(PubSubException cause) {
        calls.incrementAndGet();
        receivers.completeExceptionally(cause);
    }

    CompletableFuture<Long> receivers() {
        return receivers;
    }

    int calls() {
        return calls.get();
    }
}

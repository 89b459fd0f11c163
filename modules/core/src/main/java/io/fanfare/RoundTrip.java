package io.fanfare;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Payload;
import io.fanfare.spi.TypeRef;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** Sends a message through Redis to its own client. */
final class RoundTrip extends Awaiting<Duration> {
    private final ClientRuntime runtime;
    private final Channel channel = Channel.of("fanfare:health:" + UUID.randomUUID());
    private volatile long sentNanos;
    private volatile String answer = "nothing was published";

    RoundTrip(ClientRuntime runtime, Duration timeout) {
        super(runtime, timeout);
        this.runtime = runtime;
    }

    CompletableFuture<Duration> begin() {
        TypeRef<Payload> type = TypeRef.of(Payload.class);
        TypedCodec<Payload> codec = new TypedCodec<>("bytes", new BytesCodecProvider().codec(type));
        Handler<Delivery<Payload>> handler = delivery -> complete(Duration.ofNanos(System.nanoTime() - sentNanos));
        return begin(
                () -> new SubscriptionBuilder<>(channel, runtime.subscriptions(), codec, new Handling.Single<>(handler))
                        .dispatcher("inline")
                        .subscribe());
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // the result tells of all that can fail
    void ready() {
        sentNanos = System.nanoTime();
        answer = "the publish was not answered";
        runtime.publisher().publish(channel, Payload.EMPTY).whenComplete((receivers, failure) -> {
            if (failure == null) {
                answer = "the publish reached " + receivers + " subscriptions";
            } else {
                fail(Link.unwrap(failure));
            }
        });
    }

    @Override
    String missing() {
        return "no message came through Redis on " + channel + " (" + answer + ")";
    }
}

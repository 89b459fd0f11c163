package io.fanfare;

import io.fanfare.spi.SubscribeConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** The memory transport, whose first {@link #mutes} subscription connections never answer a PING nor bring a byte. */
final class Muted extends Wrapped {
    final AtomicInteger mutes = new AtomicInteger();
    final AtomicInteger pings = new AtomicInteger();

    @Override
    SubscribeConnection wrap(SubscribeConnection opened) {
        boolean mute = mutes.getAndDecrement() > 0;
        long connected = System.nanoTime();
        return new Subscribing(opened) {
            @Override
            public CompletionStage<Void> ping() {
                pings.incrementAndGet();
                return mute ? new CompletableFuture<>() : open.ping();
            }

            @Override
            public long lastReceivedNanos() {
                return mute ? connected : open.lastReceivedNanos();
            }
        };
    }
}

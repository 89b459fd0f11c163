package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.PubSubObserver.Role;
import io.fanfare.spi.SubscribeConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KnownUntilTest {
    private final Pinged pinged = new Pinged();

    private static FanfareBuilder client(Memory memory, Pinged transport) {
        return memory.client()
                .transport(transport)
                .set("gap.precision", "5ms")
                .set("audit.interval", "0s")
                .set("probe.interval", "0s");
    }

    private Gap gapAfterALag(Memory memory, Fanfare fanfare) {
        CompletableFuture<Gap> gap = new CompletableFuture<>();
        var orders = fanfare.channel("orders", String.class);
        orders.onMessage(message -> {}).onGap(gap::complete).subscribe().ready().join();
        orders.publish("in step").join();
        await().until(() -> pinged.answered.get() >= 1);
        pinged.late = true;
        Instant lagging = Instant.now();
        int before = pinged.asked.get();
        await().until(() -> {
            orders.publish("behind").join();
            return pinged.asked.get() > before
                    && Duration.between(lagging, Instant.now()).toMillis() > 200;
        });
        memory.faults.cut(Role.SUBSCRIBE);
        return gap.join();
    }

    @Test
    void aGapBeginsBeforeTheFirstUnansweredPing() {
        try (Memory memory = new Memory();
                Fanfare fanfare = client(memory, pinged).build()) {
            Instant start = Instant.now();
            Gap gap = gapAfterALag(memory, fanfare);
            assertThat(gap.start()).isAfter(start);
            assertThat(gap.duration()).isGreaterThan(Duration.ofMillis(190));
        }
    }

    @Test
    void withoutItAGapBeginsWhenBytesLastArrived() {
        try (Memory memory = new Memory();
                Fanfare fanfare = client(memory, pinged)
                        .set("ping.interval", "5ms")
                        .set("gap.precision", "0s")
                        .build()) {
            CompletableFuture<Gap> gap = new CompletableFuture<>();
            var orders = fanfare.channel("orders", String.class);
            orders.onMessage(message -> {})
                    .onGap(gap::complete)
                    .subscribe()
                    .ready()
                    .join();
            Instant last = Instant.now();
            orders.publish("last").join();
            memory.faults.cut(Role.SUBSCRIBE);
            assertThat(gap.join().start()).isAfterOrEqualTo(last.minusMillis(1));
        }
    }

    @Test
    void aConnectionThatBringsNothingIsLeftAlone() {
        Pinged busy = new Pinged();
        try (Memory memory = new Memory();
                Fanfare quiet = client(memory, pinged).build();
                Fanfare other = client(memory, busy).build()) {
            quiet.channel("orders", String.class)
                    .onMessage(message -> {})
                    .subscribe()
                    .ready()
                    .join();
            var traffic = other.channel("traffic", String.class);
            traffic.onMessage(message -> {}).subscribe().ready().join();
            await().until(() -> {
                traffic.publish("x").join();
                return busy.asked.get() >= 6;
            });
            // the confirmation is traffic; the answer to a PING is not
            assertThat(pinged.asked.get()).isLessThanOrEqualTo(2);
        }
    }

    /** The memory transport, whose answers to PINGs never come once it is late. */
    private static final class Pinged extends Wrapped {
        final AtomicInteger asked = new AtomicInteger();
        final AtomicInteger answered = new AtomicInteger();
        volatile boolean late;

        @Override
        SubscribeConnection wrap(SubscribeConnection opened) {
            return new Subscribing(opened) {
                @Override
                public CompletionStage<Void> ping() {
                    asked.incrementAndGet();
                    return late
                            ? new CompletableFuture<>()
                            : open.ping().whenComplete((nothing, failure) -> answered.incrementAndGet());
                }
            };
        }
    }
}

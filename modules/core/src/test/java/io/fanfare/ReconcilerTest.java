package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.PubSubObserver.Role;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReconcilerTest {
    @Test
    void subscriptionsAreAskedForInABoundedWindowOnFirstUseAndAfterALoss() {
        Counted counted = new Counted();
        try (Memory memory = new Memory();
                Fanfare fanfare = memory.client()
                        .transport(counted)
                        .set("subscribe.max-unanswered", "10")
                        .build()) {
            AtomicInteger gaps = new AtomicInteger();
            List<CompletableFuture<Void>> ready = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                ready.add(fanfare.channel("orders." + i, String.class)
                        .onMessage(message -> {})
                        .onGap(gap -> gaps.incrementAndGet())
                        .subscribe()
                        .ready());
            }
            ready.forEach(CompletableFuture::join);
            memory.faults.cut(Role.SUBSCRIBE);
            await().until(() -> gaps.get() == 500);
            assertThat(counted.asked).hasValue(1000);
            assertThat(counted.most).hasValueBetween(6, 10);
            assertThat(counted.unanswered).hasValue(0);
        }
    }

    @Test
    void whatATransportThrowsFailsTheSubscriptionAndTakesNoRoomInTheWindow() {
        Throwing throwing = new Throwing();
        try (Memory memory = new Memory();
                Fanfare fanfare = memory.client()
                        .transport(throwing)
                        .set("subscribe.max-unanswered", "1")
                        .build()) {
            var orders = fanfare.channel("orders", String.class);
            for (int i = 0; i < 3; i++) {
                throwing.next = true;
                assertThatThrownBy(() -> orders.onMessage(message -> {})
                                .subscribe()
                                .ready()
                                .join())
                        .hasMessageContaining("CONTRACT_BROKEN")
                        .hasMessageContaining("expected by the test");
            }
            orders.onMessage(message -> {}).subscribe().ready().join();
            assertThat(orders.publish("x").join()).isEqualTo(1);
        }
    }

    /** The memory transport, whose next subscription throws when told to. */
    private static final class Throwing extends Wrapped {
        volatile boolean next;

        @Override
        SubscribeConnection wrap(SubscribeConnection opened) {
            return new Subscribing(opened) {
                @Override
                public void subscribe(Collection<? extends Topic> topics, TopicCallback callback) {
                    if (next) {
                        next = false;
                        throw new IllegalStateException("expected by the test");
                    }
                    open.subscribe(topics, callback);
                }
            };
        }
    }

    /** The memory transport, which counts how many subscriptions are unanswered at a time. */
    private static final class Counted extends Wrapped {
        final AtomicInteger asked = new AtomicInteger();
        final AtomicInteger unanswered = new AtomicInteger();
        final AtomicInteger most = new AtomicInteger();

        @Override
        SubscribeConnection wrap(SubscribeConnection opened) {
            return new Subscribing(opened) {
                @Override
                public void subscribe(Collection<? extends Topic> topics, TopicCallback callback) {
                    asked.addAndGet(topics.size());
                    most.accumulateAndGet(unanswered.addAndGet(topics.size()), Math::max);
                    open.subscribe(topics, (topic, failure) -> {
                        unanswered.decrementAndGet();
                        callback.completed(topic, failure);
                    });
                }
            };
        }
    }
}

package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.Node;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProbeTest {
    private final Memory memory = new Memory();
    private final Deaf deaf = new Deaf();
    private final Seen seen = new Seen();
    private final List<Gap> gaps = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        memory.close();
    }

    private FanfareBuilder client() {
        return memory.client()
                .transport(deaf)
                .observer(seen)
                .set("audit.interval", "0s")
                .set("probe.interval", "20ms")
                .set("probe.timeout", "20ms");
    }

    private Subscription subscribe(Fanfare fanfare) {
        Subscription subscription = fanfare.channel("orders", String.class)
                .onMessage(message -> {})
                .onGap(gaps::add)
                .subscribe();
        subscription.ready().join();
        return subscription;
    }

    @Test
    void probesComeBackAndAreTimed() {
        try (Fanfare fanfare = client().build()) {
            subscribe(fanfare);
            await().until(() -> seen.probes.size() >= 3);
            assertThat(seen.probes).allSatisfy(time -> assertThat(time).isPositive());
            assertThat(gaps).isEmpty();
            assertThat(fanfare.degraded()).isEmpty();
        }
    }

    @Test
    void probesPassThroughThePrefixAndTheEnvelope() {
        try (Fanfare fanfare =
                client().set("channel-prefix", "prod:").set("envelope", "on").build()) {
            subscribe(fanfare);
            await().until(() -> seen.probes.size() >= 2);
            assertThat(deaf.subscribed).anyMatch(topic -> topic.toString().startsWith("prod:fanfare:probe:"));
        }
    }

    @Test
    void aConnectionThatAnswersButBringsNothingIsReplaced() {
        try (Fanfare fanfare = client().build()) {
            subscribe(fanfare);
            await().until(() -> seen.probes.size() >= 1);
            Instant before = Instant.now();
            deaf.deaf = true;
            await().until(() -> deaf.opened.get() == 2);
            deaf.deaf = false;
            await().until(() -> !gaps.isEmpty());
            assertThat(gaps.get(0).cause().code()).isEqualTo(ErrorCode.PROBE_FAILED);
            assertThat(gaps.get(0).cause())
                    .hasMessageContaining("took a probe to fanfare:probe:")
                    .hasMessageContaining("fanfare.probe.timeout");
            assertThat(gaps.get(0).start()).isBefore(before.plus(Duration.ofMillis(20)));
            await().until(() -> fanfare.state().phase() == ClientState.Phase.CONNECTED);
        }
    }

    @Test
    void connectionsAreNotReplacedForEverWhereThatDoesNotHelp() {
        deaf.deaf = true;
        try (Fanfare fanfare = client().build()) {
            subscribe(fanfare);
            await().until(() -> fanfare.degraded().containsKey(PubSubObserver.Function.PROBE));
            assertThat(deaf.opened).hasValue(3);
            assertThat(gaps).hasSize(2);
            deaf.deaf = false;
            await().until(() -> fanfare.degraded().isEmpty());
            assertThat(deaf.opened).hasValue(3);
        }
    }

    @Test
    void aRefusalDegradesTheProbeAndNothingElse() {
        deaf.refused = true;
        try (Fanfare fanfare = client().build()) {
            subscribe(fanfare);
            await().until(() -> !seen.degraded.isEmpty());
            assertThat(fanfare.degraded().get(PubSubObserver.Function.PROBE))
                    .extracting(PubSubException::code)
                    .isEqualTo(ErrorCode.NO_PERMISSION);
            assertThat(fanfare.state().phase()).isEqualTo(ClientState.Phase.CONNECTED);
            deaf.refused = false;
            await().until(() -> fanfare.degraded().isEmpty());
            assertThat(seen.degraded).containsExactly("degraded PROBE", "restored PROBE");
            assertThat(gaps).isEmpty();
        }
    }

    @Test
    void aConnectionThatIsNotReadIsNotProbed() {
        CompletableFuture<Void> release = new CompletableFuture<>();
        try (Fanfare fanfare = client().build()) {
            var orders = fanfare.channel("orders", String.class);
            AtomicInteger handled = new AtomicInteger();
            orders.onMessage(message -> {
                        release.join();
                        handled.incrementAndGet();
                    })
                    .onGap(gaps::add)
                    .queueMessages(1)
                    .overflow(OverflowPolicy.BLOCK)
                    .subscribe()
                    .ready()
                    .join();
            subscribe(fanfare);
            for (int i = 0; i < 10; i++) {
                orders.publish("x").join();
            }
            int before = seen.probes.size();
            await().until(() -> seen.probes.size() > before + 10);
            release.complete(null);
            await().until(() -> handled.get() == 10);
            assertThat(gaps).isEmpty();
        } finally {
            release.complete(null);
        }
    }

    @Test
    void atMostSoManyProbesAreSentInASecond() {
        ProbeRate rate = new ProbeRate(4);
        long now = System.nanoTime();
        assertThat(rate.take(now)).isLessThanOrEqualTo(Duration.ofMillis(1));
        for (int i = 1; i <= 8; i++) {
            Duration wait = rate.take(now);
            assertThat(wait.toMillis()).isBetween(250L * i - 1, 250L * i + 1);
        }
        assertThat(rate.take(now + Duration.ofSeconds(60).toNanos())).isZero();
    }

    /** The memory transport, whose connections on demand bring no message, and refuse the channels of probes. */
    private static final class Deaf extends Wrapped {
        final AtomicInteger opened = new AtomicInteger();
        final List<Topic> subscribed = Collections.synchronizedList(new ArrayList<>());
        volatile boolean deaf;
        volatile boolean refused;

        @Override
        void arrived(List<Message> messages, ConnectionListener listener) {
            if (!deaf) {
                listener.onMessages(messages);
            }
        }

        @Override
        SubscribeConnection wrap(SubscribeConnection connection) {
            opened.incrementAndGet();
            return new Subscribing(connection) {
                @Override
                public void subscribe(Collection<? extends Topic> topics, TopicCallback callback) {
                    subscribed.addAll(topics);
                    for (Topic topic : topics) {
                        if (refused && topic.toString().startsWith("fanfare:probe:")) {
                            callback.completed(
                                    topic, new PubSubException(ErrorCode.NO_PERMISSION, "NOPERM by the test"));
                        } else {
                            open.subscribe(List.of(topic), callback);
                        }
                    }
                }
            };
        }
    }

    private static final class Seen implements PubSubObserver {
        final List<Duration> probes = Collections.synchronizedList(new ArrayList<>());
        final List<String> degraded = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void probed(Node node, Duration roundTrip) {
            probes.add(roundTrip);
        }

        @Override
        public void degraded(Node node, Function function, PubSubException cause) {
            degraded.add("degraded " + function);
        }

        @Override
        public void restored(Node node, Function function) {
            degraded.add("restored " + function);
        }
    }
}

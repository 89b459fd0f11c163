package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.PubSubObserver.Function;
import io.fanfare.spi.PubSubObserver.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One WARNING when an episode begins and one INFO when it ends, however much happens in between. */
class LoggingTest {
    private static final String PAYLOAD = "p4yload";
    private static final String PASSWORD = "s3cret";

    private final Memory memory = new Memory();
    private final LogLines log = new LogLines();
    private final AtomicInteger failedConnects = new AtomicInteger();

    @AfterEach
    void tellsNeitherPayloadsNorCredentials() {
        log.close();
        memory.close();
        assertThat(log.all())
                .isNotNull()
                .extracting(LogLines.Line::text)
                .noneMatch(text -> text.contains(PAYLOAD) || text.contains(PASSWORD));
    }

    private FanfareBuilder client() {
        return memory.client()
                .set("username", "app")
                .set("password", PASSWORD)
                .set("reconnect.min-backoff", "1ms")
                .set("reconnect.max-backoff", "10ms")
                .observer(new PubSubObserver() {
                    @Override
                    public void disconnected(Node node, Role role, PubSubException cause) {
                        if (cause.code() == ErrorCode.CONNECT_FAILED) {
                            failedConnects.incrementAndGet();
                        }
                    }
                });
    }

    private static List<Subscription> subscribe(Fanfare fanfare, int topics) {
        List<Subscription> subscriptions = new ArrayList<>();
        for (int i = 0; i < topics; i++) {
            subscriptions.add(fanfare.channel("orders." + i, String.class)
                    .onMessage(message -> {})
                    .subscribe());
        }
        subscriptions.forEach(subscription -> subscription.ready().join());
        return subscriptions;
    }

    /** Keeps Redis away for several attempts to connect. */
    private void lose(Role... roles) {
        memory.faults.refuseConnects();
        for (Role role : roles) {
            memory.faults.cut(role);
        }
        int before = failedConnects.get();
        await().until(() -> failedConnects.get() > before + 10);
        memory.faults.allowConnects();
    }

    private void assertEpisode(String warning, String info) {
        assertThat(log.warnings()).singleElement().asString().contains(warning);
        assertThat(log.infos()).singleElement().asString().contains(info).contains(" ms");
    }

    @Test
    void aLossOfManyTopicsIsOneEpisode() {
        try (Fanfare fanfare = client().build()) {
            subscribe(fanfare, 1_000);
            memory.faults.cut(Role.SUBSCRIBE);
            await().until(() -> !log.infos().isEmpty());
        }
        assertEpisode("1000 topics may miss messages", "1000 topics are subscribed again");
    }

    @Test
    void anAbsenceOfRedisIsOneEpisodeHoweverOftenItIsTried() {
        try (Fanfare fanfare = client().build()) {
            subscribe(fanfare, 2);
            lose(Role.SUBSCRIBE);
            await().until(() -> !log.infos().isEmpty());
        }
        assertEpisode("subscriptions: 2 topics", "failed attempts to connect");
        assertThat(log.infos().get(0)).doesNotContain(" and 0 failed");
    }

    @Test
    void aClientThatOnlyPublishesTellsOfItsConnections() {
        try (Fanfare fanfare = client().set("pool.shared.connections", "3").build()) {
            await().until(() -> fanfare.publishPool().open() == 3);
            lose(Role.PUBLISH);
            await().until(() -> !log.infos().isEmpty());
            assertThat(fanfare.publishPool().open()).isEqualTo(3);
        }
        assertEpisode("publishing: 2 of 3 connections", "publishing: 3 of 3 connections");
    }

    @Test
    void whatIsLostTogetherIsNamedInALineEach() {
        try (Fanfare fanfare = client().build()) {
            subscribe(fanfare, 5);
            lose(Role.PUBLISH, Role.SUBSCRIBE);
            await().until(() -> log.infos().size() == 2);
        }
        assertThat(log.warnings())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("publishing:"),
                        line -> assertThat(line).startsWith("subscriptions:"));
        assertThat(log.infos())
                .satisfiesExactlyInAnyOrder(
                        line -> assertThat(line).startsWith("publishing:"),
                        line -> assertThat(line).startsWith("subscriptions:"));
    }

    @Test
    void aStartInTheBackgroundWithoutRedisIsAnEpisode() {
        memory.faults.refuseConnects();
        try (Fanfare fanfare = client().set("startup", "background").build()) {
            await().until(() -> failedConnects.get() > 5);
            memory.faults.allowConnects();
            await().until(() -> !log.infos().isEmpty());
            assertThat(fanfare.publishPool().open()).isEqualTo(1);
        }
        assertEpisode("publishing: 0 of 1 connections", "publishing: 1 of 1 connections");
    }

    @Test
    void aFailedStartIsToldByItsExceptionAlone() {
        memory.faults.refuseConnects();
        FanfareBuilder builder = client();
        assertThatThrownBy(builder::build).isInstanceOf(PubSubException.class);
        assertThat(log.all()).isEmpty();
    }

    @Test
    void openingSubscribingAndClosingIsNotLogged() {
        try (Fanfare fanfare = client().build()) {
            subscribe(fanfare, 10).forEach(Subscription::close);
        }
        assertThat(log.all()).isEmpty();
    }

    @Test
    void topicsThatAreRefusedOnReturnAreOneEpisode() {
        try (Fanfare fanfare = client().build()) {
            subscribe(fanfare, 100);
            for (int i = 0; i < 50; i++) {
                memory.faults.refuseSubscribing(Channel.of("orders." + i));
            }
            memory.faults.cut(Role.SUBSCRIBE);
            await().until(() -> fanfare.state().phase() == ClientState.Phase.DEGRADED);
            memory.faults.cut(Role.SUBSCRIBE);
            await().until(() -> log.infos().size() == 2);
            for (int i = 0; i < 50; i++) {
                memory.faults.allowSubscribing(Channel.of("orders." + i));
            }
            await().until(() -> log.infos().size() == 3);
        }
        assertThat(log.warnings())
                .filteredOn(line -> line.contains("is tried again"))
                .hasSize(1);
        assertThat(log.warnings()).filteredOn(line -> line.contains("may miss")).hasSize(2);
        assertThat(log.warnings()).hasSize(3);
        assertThat(log.infos().get(2)).contains("nothing is refused any more");
    }

    @Test
    void aSlowHandlerIsOneEpisode() {
        CompletableFuture<Void> release = new CompletableFuture<>();
        try (Fanfare fanfare = client().build()) {
            var orders = fanfare.channel("orders", String.class);
            Subscription slow = orders.onMessage(message -> release.join())
                    .queueMessages(20)
                    .subscribe();
            slow.ready().join();
            for (int i = 0; i < 1_000; i++) {
                orders.publishAndForget(PAYLOAD);
            }
            await().until(() -> slow.queue().received() == 1_000);
            assertThat(log.warnings()).hasSize(1);
            assertThat(log.infos()).isEmpty();
            release.complete(null);
            await().until(() -> !log.infos().isEmpty());
            assertEpisode("slower than its messages", slow.queue().dropped() + " were dropped");
        }
    }

    @Test
    void aRefusedAuditIsOneEpisode() {
        memory.faults.refuseCommand("CLIENT");
        try (Fanfare fanfare = client().set("audit.interval", "10ms").build()) {
            subscribe(fanfare, 1);
            await().until(() -> fanfare.degraded().containsKey(Function.AUDIT));
            memory.faults.cut(Role.SUBSCRIBE);
            await().until(() -> log.infos().size() == 1);
            memory.faults.allowCommand("CLIENT");
            await().until(() -> log.infos().size() == 2);
        }
        assertThat(log.warnings()).filteredOn(line -> line.contains("audit")).hasSize(1);
        assertThat(log.infos().get(1)).contains("the audit of subscriptions works again");
    }

    @Test
    void aRefusedEndOfSubscriptionsIsOneEpisode() {
        memory.faults.refuseCommand("UNSUBSCRIBE");
        try (Fanfare fanfare = client().build()) {
            var pattern = fanfare.pattern("orders.*", String.class);
            for (int i = 0; i < 10; i++) {
                subscribe(fanfare, 5).forEach(Subscription::close);
                Subscription other = pattern.onMessage(message -> {}).subscribe();
                other.ready().join();
                other.unsubscribe().join();
            }
            await().until(() -> fanfare.degraded().containsKey(Function.UNSUBSCRIBE));
            assertThat(log.infos()).as("patterns need another right").isEmpty();
            memory.faults.allowCommand("UNSUBSCRIBE");
            subscribe(fanfare, 5).forEach(Subscription::close);
            await().until(() -> fanfare.degraded().isEmpty());
        }
        assertEpisode("ending subscriptions on the server is off", "ending subscriptions on the server works again");
    }

    @ParameterizedTest
    @EnumSource
    void everyFunctionIsNamedWhenItIsRefusedAndWhenItWorksAgain(Function function) {
        Functions functions = new Functions(new PubSubObserver() {});
        PubSubException refusal = new PubSubException(ErrorCode.NO_PERMISSION, "NOPERM");
        for (int i = 0; i < 3; i++) {
            functions.degraded(memory.node(), function, refusal);
        }
        for (int i = 0; i < 3; i++) {
            functions.works(memory.node(), function);
        }
        assertEpisode("is off until the server allows it: NO_PERMISSION", "works again");
    }

    @Test
    void publishesThatNobodyWaitsForAreOneEpisode() {
        try (Fanfare fanfare = client().build()) {
            var orders = fanfare.channel("orders", String.class);
            memory.faults.refusePublishing(Channel.of("orders"));
            for (int i = 0; i < 100; i++) {
                orders.publishAndForget(PAYLOAD);
            }
            assertThatThrownBy(() -> orders.publish(PAYLOAD).join()).hasMessageContaining("NO_PERMISSION");
            memory.faults.allowPublishing(Channel.of("orders"));
            orders.publishAndForget(PAYLOAD);
            await().until(() -> !log.infos().isEmpty());
        }
        assertEpisode("a publish to orders whose result nobody asked for failed", "100 failed");
    }

    @Test
    void publishesThatFailAmongOthersMakeNoLineEach() {
        try (Fanfare fanfare = client().build()) {
            memory.faults.refusePublishing(Channel.of("secret"));
            for (int i = 0; i < 1_000; i++) {
                fanfare.channel("secret", String.class).publishAndForget(PAYLOAD);
                fanfare.channel("orders", String.class).publishAndForget(PAYLOAD);
            }
            fanfare.channel("orders", String.class).publish(PAYLOAD).join();
        }
        assertThat(log.all()).hasSizeBetween(1, 4);
    }

    @Test
    void messagesThatFailInTheirHandlerAreOneEpisodeWithTheFirstStackTrace() {
        AtomicBoolean fails = new AtomicBoolean(true);
        try (Fanfare fanfare = client().build()) {
            var orders = fanfare.channel("orders", String.class);
            orders.onMessage(message -> {
                        if (fails.get()) {
                            throw new IllegalStateException("expected by the test");
                        }
                    })
                    .subscribe()
                    .ready()
                    .join();
            fail(orders, fails);
        }
        assertSkipped();
    }

    @Test
    void batchesThatFailInTheirHandlerAreOneEpisode() {
        AtomicBoolean fails = new AtomicBoolean(true);
        try (Fanfare fanfare = client().build()) {
            var orders = fanfare.channel("orders", String.class);
            orders.onBatch(messages -> {
                        if (fails.get()) {
                            throw new IllegalStateException("expected by the test");
                        }
                    })
                    .subscribe()
                    .ready()
                    .join();
            fail(orders, fails);
        }
        assertSkipped();
    }

    private void fail(TypedChannel<String> orders, AtomicBoolean fails) {
        AtomicInteger handled = new AtomicInteger();
        Subscription second =
                orders.onMessage(message -> handled.incrementAndGet()).subscribe();
        second.ready().join();
        for (int i = 0; i < 100; i++) {
            orders.publishAndForget(PAYLOAD);
        }
        await().until(() -> handled.get() == 100);
        await().until(() -> log.warnings().size() == 1);
        fails.set(false);
        orders.publish(PAYLOAD).join();
        await().until(() -> !log.infos().isEmpty());
    }

    private void assertSkipped() {
        assertEpisode("a message of the subscription to orders was skipped", "are handled again");
        assertThat(log.all().get(0).text())
                .contains("IllegalStateException: expected by the test")
                .contains("at io.fanfare");
    }

    @Test
    void messagesThatFailAmongOthersMakeNoLineEach() {
        try (Fanfare fanfare = memory.client().codec(new Picky()).build()) {
            var orders = fanfare.channel("orders", String.class);
            AtomicInteger handled = new AtomicInteger();
            orders.onMessage(message -> handled.incrementAndGet())
                    .subscribe()
                    .ready()
                    .join();
            for (int i = 0; i < 1_000; i++) {
                orders.publishAndForget("bad");
                orders.publishAndForget(PAYLOAD);
            }
            await().until(() -> handled.get() == 1_000);
        }
        assertThat(log.warnings()).hasSize(2);
        assertThat(log.infos()).singleElement().asString().contains("1 were skipped");
    }

    @Test
    void withAnErrorHandlerNothingIsLogged() {
        AtomicInteger told = new AtomicInteger();
        try (Fanfare fanfare = client().build()) {
            var orders = fanfare.channel("orders", String.class);
            orders.onMessage(message -> {
                        throw new IllegalStateException("expected by the test");
                    })
                    .onError(failure -> told.incrementAndGet())
                    .subscribe()
                    .ready()
                    .join();
            for (int i = 0; i < 100; i++) {
                orders.publishAndForget(PAYLOAD);
            }
            await().until(() -> told.get() == 100);
        }
        assertThat(log.all()).isEmpty();
    }

    @Test
    void anErrorHandlerThatThrowsIsOneEpisode() {
        AtomicInteger told = new AtomicInteger();
        try (Fanfare fanfare = client().build()) {
            var orders = fanfare.channel("orders", String.class);
            orders.onMessage(message -> {
                        throw new IllegalStateException("expected by the test");
                    })
                    .onError(failure -> {
                        if (told.incrementAndGet() <= 100) {
                            throw new IllegalStateException("expected by the test");
                        }
                    })
                    .subscribe()
                    .ready()
                    .join();
            for (int i = 0; i < 101; i++) {
                orders.publishAndForget(PAYLOAD);
            }
            await().until(() -> !log.infos().isEmpty());
        }
        assertEpisode("the error handler of the subscription to orders threw", "it threw 100 times");
    }

    @Test
    void holesInTheSequenceAreOneEpisode() {
        try (Fanfare fanfare = client().set("envelope", "on").build();
                Fanfare raw = memory.client().codec("bytes").build()) {
            List<Gap> gaps = new ArrayList<>();
            fanfare.channel("orders", String.class)
                    .onMessage(message -> {})
                    .onGap(gaps::add)
                    .subscribe()
                    .ready()
                    .join();
            var orders = raw.channel("orders", byte[].class);
            for (long sequence = 1; sequence < 1_000; sequence += 2) {
                orders.publishAndForget(
                        Envelope.of(1, 0, 1, sequence, 0, Payload.of(PAYLOAD)).toByteArray());
            }
            await().until(() -> !log.infos().isEmpty());
        }
        assertEpisode("messages to orders are missing by their sequence", "nothing else is missing by its sequence");
    }
}

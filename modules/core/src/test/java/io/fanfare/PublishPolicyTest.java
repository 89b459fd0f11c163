package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PublishPolicyTest {
    private final Memory memory = new Memory();
    private final Withholding transport = new Withholding();
    private final Tally tally = new Tally();

    @AfterEach
    void close() {
        memory.close();
    }

    private FanfareBuilder client() {
        return memory.client().transport(transport).observer(tally).set("publish.answer-timeout", "0s");
    }

    private static PubSubException failure(CompletableFuture<?> future) {
        AtomicReference<PubSubException> caught = new AtomicReference<>();
        assertThatThrownBy(future::join).cause().isInstanceOfSatisfying(PubSubException.class, caught::set);
        return caught.get();
    }

    @Test
    void whenFullTheNextOneFailsAtOnceAndALaterOneWorks() {
        try (Fanfare fanfare = client().set("publish.max-unanswered", "2")
                .set("publish.when-full", "fail")
                .set("publish.timeout", "10m")
                .build()) {
            var orders = fanfare.channel("orders", String.class);
            transport.connections.get(0).withhold();
            List<CompletableFuture<Long>> taken = List.of(orders.publish("1"), orders.publish("2"));
            PubSubException refused = failure(orders.publish("3"));
            assertThat(refused.code()).isEqualTo(ErrorCode.PUBLISH_LIMIT);
            assertThat(refused).hasMessageContaining("2 publishes are unanswered, so the one to orders was not sent");
            orders.publishAndForget("4");
            assertThat(tally.failures).extracting(PubSubException::code).containsOnly(ErrorCode.PUBLISH_LIMIT);
            assertThat(tally.failures).hasSize(2);
            transport.connections.get(0).passOne();
            assertThat(taken.get(0).join()).isZero();
            CompletableFuture<Long> later = orders.publish("5");
            transport.connections.get(0).passOne();
            transport.connections.get(0).passOne();
            assertThat(later.join()).isZero();
        }
    }

    @Test
    void whenFullAPublishMayWaitForAnAnswer() {
        try (Fanfare fanfare = client().set("publish.max-unanswered", "1")
                .set("publish.timeout", "10m")
                .build()) {
            var orders = fanfare.channel("orders", String.class);
            transport.connections.get(0).withhold();
            CompletableFuture<Long> first = orders.publish("1");
            Withholding.Publishing connection = transport.connections.get(0);
            CompletableFuture<Long> second =
                    CompletableFuture.supplyAsync(() -> orders.publish("2").join(), task -> new Thread(task).start());
            connection.passOne();
            assertThat(first.join()).isZero();
            await().until(() -> connection.held() == 1);
            connection.passOne();
            assertThat(second.join()).isZero();
            assertThat(tally.failures).isEmpty();
        }
    }

    @Test
    void anInterruptedPublisherIsToldAndStaysInterrupted() throws InterruptedException {
        try (Fanfare fanfare = client().set("publish.max-unanswered", "1")
                .set("publish.timeout", "10m")
                .build()) {
            var orders = fanfare.channel("orders", String.class);
            transport.connections.get(0).withhold();
            CompletableFuture<Long> first = orders.publish("1");
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            AtomicReference<PubSubException> refused = new AtomicReference<>();
            Thread publisher = new Thread(() -> {
                refused.set(failure(orders.publish("2")));
                interrupted.complete(Thread.currentThread().isInterrupted());
            });
            publisher.start();
            await().until(() -> publisher.getState() == Thread.State.TIMED_WAITING);
            publisher.interrupt();
            assertThat(interrupted.join()).isTrue();
            assertThat(refused.get().code()).isEqualTo(ErrorCode.PUBLISH_LIMIT);
            assertThat(refused.get()).hasMessageContaining("interrupted while waiting to publish to orders");
            transport.connections.get(0).passOne();
            assertThat(first.join()).isZero();
            assertThat(fanfare.drain(Duration.ofSeconds(30)).complete()).isTrue();
            assertThat(tally.failures).hasSize(1);
        }
    }

    @Test
    void withoutAConnectionAPublishMayFailAtOnce() {
        try (Fanfare fanfare = client().set("publish.when-disconnected", "fail")
                .set("publish.timeout", "10m")
                .set("reconnect.min-backoff", "1ms")
                .build()) {
            var orders = fanfare.channel("orders", String.class);
            memory.faults.refuseConnects();
            memory.faults.cut(Role.PUBLISH);
            await().until(() -> tally.losses.size() >= 2);
            PubSubException refused = failure(orders.publish("x"));
            assertThat(refused.code()).isEqualTo(ErrorCode.NOT_CONNECTED);
            assertThat(refused)
                    .hasMessageMatching(".*no connection for publishing to " + memory.node()
                            + " for \\d+ ms, so nothing was sent to orders.*last failure: CONNECT_FAILED: .*");
            assertThat(refused.getCause()).isInstanceOf(PubSubException.class);
            orders.publishAndForget("y");
            await().until(() -> tally.failures.size() == 2);
            memory.faults.allowConnects();
            await().until(() -> fanfare.publishPool().open() == 1);
            assertThat(orders.publish("z").join()).isZero();
        }
    }

    @Test
    void aClientThatNeverConnectedSaysSoToo() {
        memory.faults.refuseConnects();
        try (Fanfare fanfare = client().set("publish.when-disconnected", "fail")
                .set("startup", "background")
                .build()) {
            PubSubException refused =
                    failure(fanfare.channel("orders", String.class).publish("x"));
            assertThat(refused.code()).isEqualTo(ErrorCode.NOT_CONNECTED);
        }
    }

    @Test
    void publishesThatWaitForAConnectionAreBoundedAndKeepTheirOrder() {
        List<String> seen = Collections.synchronizedList(new ArrayList<>());
        try (Fanfare fanfare = client().set("publish.max-unanswered", "10")
                .set("publish.when-full", "fail")
                .set("publish.timeout", "10m")
                .set("reconnect.min-backoff", "1ms")
                .build()) {
            var orders = fanfare.channel("orders", String.class);
            orders.onMessage(seen::add).subscribe().ready().join();
            memory.faults.refuseConnects();
            memory.faults.cut(Role.PUBLISH);
            await().until(() -> fanfare.publishPool().open() == 0);
            List<CompletableFuture<Long>> waiting = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                waiting.add(orders.publish("m" + i));
            }
            assertThat(waiting).noneMatch(CompletableFuture::isDone);
            assertThat(failure(orders.publish("one too many")).code()).isEqualTo(ErrorCode.PUBLISH_LIMIT);
            memory.faults.allowConnects();
            waiting.forEach(future -> assertThat(future.join()).isEqualTo(1));
            await().until(() -> seen.size() == 10);
            assertThat(seen).containsExactly("m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9");
        }
    }
}

package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResendTest {
    private final Memory memory = new Memory();
    private final Withholding transport = new Withholding();
    private final Tally tally = new Tally();
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        memory.close();
    }

    private FanfareBuilder client(int retries) {
        return memory.client()
                .transport(transport)
                .observer(tally)
                .set("publish.retry-written", String.valueOf(retries))
                .set("publish.timeout", "10m")
                .set("reconnect.min-backoff", "1ms");
    }

    private static PubSubException failure(CompletableFuture<?> future) {
        AtomicReference<PubSubException> caught = new AtomicReference<>();
        assertThatThrownBy(future::join).cause().isInstanceOfSatisfying(PubSubException.class, caught::set);
        return caught.get();
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "on"})
    void whatWasUnansweredGoesOutAgainInItsOrder(String envelope) {
        try (Fanfare fanfare = client(1).set("envelope", envelope).build()) {
            var orders = fanfare.channel("orders", String.class);
            orders.onMessage(seen::add).subscribe().ready().join();
            assertThat(orders.publish("answered").join()).isEqualTo(1);
            transport.connections.get(0).withhold();
            List<CompletableFuture<Long>> answers = new ArrayList<>();
            List<String> expected = new ArrayList<>(List.of("answered"));
            for (int i = 0; i < 500; i++) {
                answers.add(orders.publish("m" + i));
                orders.publishAndForget("f" + i);
                expected.addAll(List.of("m" + i, "f" + i));
            }
            transport.connections.get(0).lose(false);
            answers.forEach(answer -> assertThat(answer.join()).isEqualTo(1));
            await().until(() -> seen.size() == expected.size());
            assertThat(seen).isEqualTo(expected);
            assertThat(tally.failures).isEmpty();
            await().until(() -> tally.published.get() == 1001);
        }
    }

    @Test
    void aMessageThatHadBeenDeliveredArrivesTwice() {
        try (Fanfare fanfare = client(1).build()) {
            var orders = fanfare.channel("orders", String.class);
            orders.onMessage(seen::add).subscribe().ready().join();
            transport.connections.get(0).withhold();
            CompletableFuture<Long> twice = orders.publish("twice");
            transport.connections.get(0).lose(true);
            assertThat(twice.join()).isEqualTo(1);
            await().until(() -> seen.size() == 2);
            assertThat(tally.published).hasValue(1);
        }
    }

    @Test
    void withoutTheOptInALossFailsThePublish() {
        try (Fanfare fanfare = client(0).build()) {
            transport.connections.get(0).withhold();
            CompletableFuture<Long> lost =
                    fanfare.channel("orders", String.class).publish("x");
            transport.connections.get(0).lose(false);
            assertThat(failure(lost)).hasMessageContaining("the test lost the connection");
            assertThat(tally.failures).containsExactly(failure(lost));
        }
    }

    @Test
    void afterTheLastAttemptItFailsOnceWithTheNumbers() {
        try (Fanfare fanfare = client(2).build()) {
            transport.next.set(2);
            transport.connections.get(0).withhold();
            CompletableFuture<Long> lost =
                    fanfare.channel("orders", String.class).publish("x");
            for (int i = 0; i < 3; i++) {
                int connection = i;
                await().until(() -> transport.connections.size() > connection
                        && transport.connections.get(connection).held() == 1);
                assertThat(lost).isNotDone();
                transport.connections.get(i).lose(false);
            }
            PubSubException failure = failure(lost);
            assertThat(failure.code()).isEqualTo(ErrorCode.CONNECTION_LOST);
            assertThat(failure)
                    .hasMessageContaining("the publish to orders was given to 3 connections that were lost")
                    .hasMessageContaining("it may have been delivered, more than once too");
            assertThat(tally.failures).containsExactly(failure);
        }
    }

    @Test
    void waitingForAnotherConnectionEndsWithTheTimeout() {
        try (Fanfare fanfare = client(10).set("publish.timeout", "50ms").build()) {
            transport.connections.get(0).withhold();
            CompletableFuture<Long> lost =
                    fanfare.channel("orders", String.class).publish("x");
            memory.faults.refuseConnects();
            transport.connections.get(0).lose(false);
            PubSubException failure = failure(lost);
            assertThat(failure.code())
                    .as("it was written, so it may have been delivered")
                    .isEqualTo(ErrorCode.CONNECTION_LOST);
            assertThat(failure).hasMessageContaining("the last failure: POOL_EXHAUSTED");
        }
    }

    @Test
    void itWaitsForAConnectionAlsoWhenOthersFailWithoutOne() {
        try (Fanfare fanfare =
                client(1).set("publish.when-disconnected", "fail").build()) {
            transport.connections.get(0).withhold();
            CompletableFuture<Long> lost =
                    fanfare.channel("orders", String.class).publish("x");
            memory.faults.refuseConnects();
            transport.connections.get(0).lose(false);
            await().until(() -> fanfare.publishPool().waiting() == 1);
            memory.faults.allowConnects();
            assertThat(lost.join()).isZero();
        }
    }

    @Test
    void aRefusalIsNotSentAgain() {
        try (Fanfare fanfare = client(10).build()) {
            memory.faults.refusePublishing(Channel.of("orders"));
            CompletableFuture<Long> refused =
                    fanfare.channel("orders", String.class).publish("x");
            assertThat(failure(refused).code()).isEqualTo(ErrorCode.NO_PERMISSION);
            assertThat(tally.failures).hasSize(1);
        }
    }

    @Test
    void aConnectionThatWasGivenUpCountsAsLost() {
        try (Fanfare fanfare = client(1).set("publish.answer-timeout", "50ms").build()) {
            transport.connections.get(0).withhold();
            assertThat(fanfare.channel("orders", String.class).publish("x").join())
                    .isZero();
            assertThat(transport.connections).hasSizeGreaterThan(1);
        }
    }

    @Test
    void closingTheClientEndsWhatWaitsToBeSentAgain() {
        Fanfare fanfare = client(10).build();
        transport.connections.get(0).withhold();
        CompletableFuture<Long> lost = fanfare.channel("orders", String.class).publish("x");
        memory.faults.refuseConnects();
        transport.connections.get(0).lose(false);
        await().until(() -> fanfare.publishPool().waiting() == 1);
        fanfare.close();
        assertThat(failure(lost).code()).isEqualTo(ErrorCode.CLOSED);
        assertThat(tally.failures).hasSize(1);
    }
}

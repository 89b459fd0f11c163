package io.fanfare.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.Gap;
import io.fanfare.Integrity;
import io.fanfare.integration.faults.Receiver.Heard;
import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The account that every test of faults settles finds each thing that may be wrong. */
class AccountIT {
    private static final String CHANNEL = "ch.0";

    private final List<Sent> sent =
            Stream.generate(AccountIT::answered).limit(6).toList();
    private final Gap covering = gap(Duration.ofSeconds(-1), Duration.ZERO);
    private final Arrivals arrivals = new Arrivals();
    private Integrity integrity = integrity(4, 2, 2, 0);
    private List<Gap> gaps = List.of(covering);
    private long sequence = 6;

    /** Of six messages, the end marker included, the third and fourth do not arrive. */
    AccountIT() {
        arrivals.message(0);
        arrivals.message(1);
        arrivals.gap();
        arrivals.message(4);
        arrivals.message(-1);
    }

    @Test
    void whatIsMissingIsInTheGap() {
        assertThat(settled().violations()).isEmpty();
        assertThat(settled().lost()).isEqualTo(2);
    }

    @Test
    void whatIsMissingIsNotInTheGap() {
        gaps = List.of(gap(Duration.ofSeconds(-2), Duration.ofSeconds(-1)));
        assertFound("2 of 2 missing messages are in no gap");
    }

    @Test
    void theGapBeginsBeforeTheSubscription() {
        gaps = List.of(gap(Duration.ofSeconds(-20), Duration.ZERO));
        assertFound("no gap has this time");
    }

    @Test
    void theGapIsNotOver() {
        gaps = List.of(gap(Duration.ofSeconds(-1), Duration.ofSeconds(10)));
        assertFound("no gap has this time");
    }

    @Test
    void thereIsNoGap() {
        gaps = List.of();
        assertFound("expected one gap");
    }

    @Test
    void thereAreTwoGaps() {
        gaps = List.of(covering, covering);
        assertFound("expected one gap");
    }

    @Test
    void theGapIsToldTooLate() {
        arrivals.gap();
        assertFound("message 2 is missing, but 4 arrived before the gap");
    }

    @Test
    void aMessageArrivesTwice() {
        arrivals.message(4);
        assertFound("1 duplicates");
    }

    @Test
    void aMessageArrivesLate() {
        arrivals.message(3);
        assertFound("1 overtaken");
    }

    @Test
    void theHandlerMissesWhatTheSubscriptionCounted() {
        integrity = integrity(5, 1, 1, 0);
        assertFound("4 arrived and 2 are missing");
    }

    @Test
    void theSubscriptionCountsALossOutsideOfGaps() {
        integrity = integrity(4, 2, 1, 0);
        assertFound("4 arrived and 2 are missing");
    }

    @Test
    void theSubscriptionCountsADuplicate() {
        integrity = integrity(4, 2, 2, 1);
        assertFound("counts that should be 0");
    }

    @Test
    void theEndMarkerCountsAnother() {
        sequence = 7;
        assertFound("has the sequence 7, but 6 of 6 publishes reached the transport");
    }

    private void assertFound(String violation) {
        assertThat(settled().violations()).anyMatch(found -> found.contains(violation));
    }

    private Account settled() {
        Account account = new Account(Map.of(CHANNEL, sent), Map.of(CHANNEL, sequence));
        account.settle(new Heard(
                CHANNEL, Instant.now().minusSeconds(10), Map.of(CHANNEL, arrivals), gaps, List.of(), integrity, 0));
        return account;
    }

    private static Sent answered() {
        Sent message = new Sent();
        assertThat(message.answeredBy(CompletableFuture.completedFuture(1L))).isCompleted();
        return message;
    }

    private static Gap gap(Duration from, Duration to) {
        Instant now = Instant.now();
        return new Gap(
                Channel.of(CHANNEL),
                now.plus(from),
                now.plus(to),
                new PubSubException(ErrorCode.CONNECTION_LOST, "cut"));
    }

    private static Integrity integrity(long enveloped, long lost, long lostInGaps, long duplicated) {
        return new Integrity(enveloped, 0, 0, lost, lostInGaps, duplicated, 0, 0, 0, Duration.ZERO, Duration.ZERO);
    }
}

package io.fanfare.conformance;

import io.fanfare.Gap;
import io.fanfare.Integrity;
import io.fanfare.Subscription;
import io.fanfare.TypedChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** One channel of a {@link Trial}: what is published to it past the fault, and what comes of it behind the fault. */
final class Lane {
    /** For the clocks of two threads, and for what is stamped before it happens. */
    static final Duration CLOCK_SLACK = Duration.ofMillis(20);

    private static final long END = -1;

    /** When a publish was called and when it was answered. */
    private static final class Sent {
        private final Instant before = Instant.now();
        private volatile @Nullable Instant after;
        private volatile @Nullable Throwable failure;
    }

    private final TypedChannel<Event> to;
    private final Subscription subscription;
    private final Sequence arrived = new Sequence();
    private final List<Gap> gaps = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Sent> sent = new ConcurrentLinkedQueue<>();
    private int published;
    private volatile boolean ended;

    Lane(TypedChannel<Event> to, TypedChannel<Event> from) {
        this.to = to;
        this.subscription = from.onMessage(this::handle).onGap(gaps::add).subscribe();
    }

    private void handle(Event event) {
        if (event.sequence() == END) {
            ended = true;
        } else {
            arrived.arrived(event.sequence());
        }
    }

    CompletableFuture<Void> ready() {
        return subscription.ready();
    }

    /** Publishes the next number; called by one thread at a time. */
    void publish() {
        publish(published++);
    }

    /** Publishes the end, behind the last number. */
    void publishEnd() {
        publish(END);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what becomes of it is kept
    private void publish(long number) {
        Sent one = new Sent();
        sent.add(one);
        to.publish(Event.of(number, 1, 0)).whenComplete((receivers, failure) -> {
            one.failure = failure;
            one.after = Instant.now();
        });
    }

    int published() {
        return published;
    }

    long arrived() {
        return arrived.arrived();
    }

    /** Tells whether the end has arrived. */
    boolean ended() {
        return ended;
    }

    List<Gap> gaps() {
        return gaps;
    }

    /** Fails unless what arrived, what is lost and what the gaps tell fit together. The end must have arrived. */
    void judge(int expectedGaps) {
        long lost = arrived.lost(published);
        String counts = published + " published to " + to + ", " + arrived.arrived() + " arrived, " + lost + " lost, "
                + arrived.duplicated() + " duplicated, " + arrived.reordered() + " late";
        Violation.unless(
                arrived.duplicated() == 0 && arrived.reordered() == 0,
                "expected no duplicates and order, saw " + counts);
        Violation.unless(
                gaps.size() == expectedGaps,
                "expected " + expectedGaps + " gap events for each subscription, saw " + gaps + " with " + counts);
        judgeEnvelopes(lost, counts);
        judgeWindow(counts);
    }

    private void judgeEnvelopes(long lost, String counts) {
        Integrity told = subscription.integrity();
        long known = told.enveloped() - told.duplicated() - told.outdated() + told.lost();
        Violation.unless(
                known == published + 1L && told.lost() == lost && told.duplicated() == 0,
                "expected the envelopes to tell lost + delivered = published, the end included: saw " + told + " with "
                        + counts);
        Violation.unless(
                told.lostInGaps() == lost,
                "expected the gap to explain every message that is missing by its sequence, saw " + told);
    }

    private void judgeWindow(String counts) {
        int number = 0;
        for (Sent one : sent) {
            Instant after = one.after;
            Violation.unless(
                    after != null && one.failure == null,
                    "expected a publish past the fault to be answered, saw " + one.failure);
            boolean covered = number >= published
                    || arrived.has(number)
                    || gaps.stream().anyMatch(gap -> covers(gap, one.before, after == null ? one.before : after));
            Violation.unless(
                    covered,
                    "expected a gap to cover message " + number + ", which was lost between " + one.before + " and "
                            + after + ", saw " + gaps + " with " + counts);
            number++;
        }
    }

    /** Tells whether a window has a moment of a time in it. */
    static boolean covers(Gap gap, Instant from, Instant to) {
        return !gap.start().minus(CLOCK_SLACK).isAfter(to)
                && !gap.end().plus(CLOCK_SLACK).isBefore(from);
    }
}

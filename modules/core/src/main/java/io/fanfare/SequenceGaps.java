package io.fanfare;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/**
 * Tells of holes in the sequences that no gap of a connection explains, a while after they appear: messages that take
 * several connections may overtake each other, and one that is only late makes no gap.
 */
final class SequenceGaps {
    /** A message that is missing for two looks, this far apart, is not merely late. */
    static final Duration PATIENCE = Duration.ofMillis(500);

    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private final ScheduledExecutorService timer;
    private final PubSubObserver observer;
    private final FailureRun holes = new FailureRun();

    SequenceGaps(ScheduledExecutorService timer, PubSubObserver observer) {
        this.timer = timer;
        this.observer = observer;
    }

    /** Looks later at what is missing by then; called when a tracker asks for a look. */
    void expect(Topic topic, SequenceTracker tracker, Consumer<Gap> told) {
        if (Later.schedule(timer, PATIENCE, () -> look(topic, tracker, told)) == null) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    "a hole in the sequence of {0} is not told: its client is closed",
                    topic);
        }
    }

    private void look(Topic topic, SequenceTracker tracker, Consumer<Gap> told) {
        SequenceTracker.Hole hole = tracker.look();
        if (hole != null) {
            Gap gap = gap(topic, hole);
            told.accept(gap);
            found(gap);
        }
        if (tracker.isLooking()) {
            expect(topic, tracker, told);
        } else if (hole != null) {
            over();
        }
    }

    private void found(Gap gap) {
        if (holes.failed()) {
            LOG.log(System.Logger.Level.WARNING, gap.cause().getMessage() + "; further gaps of this kind are counted");
        }
    }

    private void over() {
        FailureRun.Ended run = holes.succeeded();
        if (run != null) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "nothing else is missing by its sequence; gaps of this kind: " + run.failures() + " in "
                            + run.millis() + " ms");
        }
    }

    private Gap gap(Topic topic, SequenceTracker.Hole hole) {
        Duration length = Duration.ofNanos(hole.untilNanos() - hole.sinceNanos());
        Instant end = Instant.now().minusNanos(System.nanoTime() - hole.untilNanos());
        PubSubException cause = new PubSubException(
                ErrorCode.SEQUENCE_GAP,
                hole.messages() + " messages to " + topic + " are missing by their sequence, though the connection was"
                        + " not lost; their publisher failed to send them, or the server or another node dropped them");
        observer.gap(topic, length);
        return new Gap(topic, end.minus(length), end, cause);
    }
}

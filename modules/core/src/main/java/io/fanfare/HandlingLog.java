package io.fanfare;

import io.fanfare.spi.QueueStats;
import io.fanfare.spi.SlowConsumer;
import io.fanfare.spi.Topic;
import java.time.Duration;

/** What is logged about the handlers of one subscription: the beginning and the end of what goes wrong. Thread-safe. */
final class HandlingLog {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private final Topic topic;
    private final FailureRun skipped = new FailureRun();
    private final FailureRun errorHandlerThrew = new FailureRun();

    HandlingLog(Topic topic) {
        this.topic = topic;
    }

    /** A message was skipped, and there is no handler to tell of it. */
    void skipped(MessageFailure failure) {
        if (skipped.failed()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a message of the subscription to " + topic
                            + " was skipped; further ones are not logged until one is handled; name a handler with onError",
                    failure);
        }
    }

    /** A message was handled, or a batch. */
    void handled() {
        FailureRun.Ended run = skipped.succeeded();
        if (run != null) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "messages of the subscription to " + topic + " are handled again, after " + run.millis()
                            + " ms in which " + run.failures() + " were skipped");
        }
    }

    /** The error handler threw. */
    void errorHandlerThrew(Throwable thrown) {
        if (errorHandlerThrew.failed()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the error handler of the subscription to " + topic
                            + " threw; further throws are not logged until it returns",
                    thrown);
        }
    }

    /** The error handler returned. */
    void errorHandlerReturned() {
        FailureRun.Ended run = errorHandlerThrew.succeeded();
        if (run != null) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "the error handler of the subscription to " + topic + " returns again, after " + run.millis()
                            + " ms in which it threw " + run.failures() + " times");
        }
    }

    /** The gap handler threw. */
    void gapHandlerThrew(Throwable thrown) {
        LOG.log(System.Logger.Level.WARNING, "the gap handler of the subscription to " + topic + " threw", thrown);
    }

    void slowBegan(QueueStats stats) {
        LOG.log(
                System.Logger.Level.WARNING,
                "the handler of the subscription to " + topic + " is slower than its messages: " + stats
                        + "; told again when it is over");
    }

    void slowEnded(SlowConsumer episode) {
        LOG.log(
                System.Logger.Level.INFO,
                "the handler of the subscription to " + topic + " is no longer slow, after "
                        + Duration.between(episode.start(), episode.end()).toMillis() + " ms; at worst "
                        + episode.worstMessages() + " messages of " + episode.worstBytes() + " bytes waited, and "
                        + episode.dropped() + " were dropped");
    }
}

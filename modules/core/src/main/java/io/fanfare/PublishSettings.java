package io.fanfare;

import io.fanfare.spi.Option;
import io.fanfare.spi.Option.Strictness;
import java.time.Duration;
import java.util.List;

/** Settings of publishing. */
final class PublishSettings {
    static final Option<Integer> PUBLISH_MAX_UNANSWERED = Option.integer(
            "publish.max-unanswered",
            65_536,
            1,
            1 << 24,
            Strictness.REQUIRED,
            "Publishes that may be without an answer.");
    static final Option<Duration> PUBLISH_TIMEOUT = Option.duration(
            "publish.timeout",
            Duration.ofSeconds(2),
            Duration.ZERO,
            Duration.ofMinutes(10),
            Strictness.REQUIRED,
            "How long a publish waits for a connection, or for one of too many unanswered ones.");
    static final Option<PublishPolicy> PUBLISH_WHEN_FULL = Option.oneOf(
            "publish.when-full",
            PublishPolicy.class,
            PublishPolicy.WAIT,
            Strictness.REQUIRED,
            "What a publish does while publish.max-unanswered are unanswered: wait up to publish.timeout, or fail.");
    static final Option<PublishPolicy> PUBLISH_WHEN_DISCONNECTED = Option.oneOf(
            "publish.when-disconnected",
            PublishPolicy.class,
            PublishPolicy.WAIT,
            Strictness.REQUIRED,
            "What a publish does while there is no connection: wait up to publish.timeout, or fail.");
    static final Option<Integer> PUBLISH_RETRY_WRITTEN = Option.integer(
            "publish.retry-written",
            0,
            0,
            10,
            Strictness.REQUIRED,
            "How often a publish is sent again whose connection was lost before the answer; it may arrive several times.");
    static final Option<Duration> PUBLISH_ANSWER_TIMEOUT = Option.duration(
            "publish.answer-timeout",
            Duration.ofSeconds(5),
            Duration.ZERO,
            Duration.ofMinutes(10),
            Strictness.REQUIRED,
            "How long publishes may wait on a connection without any being answered before it is replaced; 0s for ever.");
    static final Option<EnvelopeMode> ENVELOPE = Option.oneOf(
            "envelope",
            EnvelopeMode.class,
            EnvelopeMode.OFF,
            Strictness.REQUIRED,
            "Whether publishes carry a sequence, by which subscriptions count what is lost; see envelope.md.");
    static final Option<Boolean> BUS_LOCAL_SHORTCUT = Option.bool(
            "bus.local-shortcut",
            false,
            Strictness.REQUIRED,
            "Whether events reach handlers of the same client without the way through Redis; needs the envelope.");

    static final List<Option<?>> ALL = List.of(
            PUBLISH_MAX_UNANSWERED,
            PUBLISH_TIMEOUT,
            PUBLISH_WHEN_FULL,
            PUBLISH_WHEN_DISCONNECTED,
            PUBLISH_RETRY_WRITTEN,
            PUBLISH_ANSWER_TIMEOUT,
            ENVELOPE,
            BUS_LOCAL_SHORTCUT);

    private PublishSettings() {}
}

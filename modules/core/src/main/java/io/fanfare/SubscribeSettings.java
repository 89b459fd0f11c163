package io.fanfare;

import io.fanfare.spi.Option;
import io.fanfare.spi.Option.Strictness;
import java.time.Duration;
import java.util.List;

/** Settings of subscription connections and of how they are watched. */
final class SubscribeSettings {
    static final Option<Integer> SUBSCRIBE_MAX_UNANSWERED = Option.integer(
            "subscribe.max-unanswered",
            1_000,
            1,
            1 << 20,
            Strictness.REQUIRED,
            "Subscriptions that a connection may have without an answer at a time; further ones wait.");
    static final Option<Duration> PING_INTERVAL = Option.duration(
            "ping.interval",
            Duration.ofSeconds(30),
            Duration.ZERO,
            Duration.ofHours(1),
            Strictness.REQUIRED,
            "How long a subscription connection may be silent before it is sent a PING; 0s for never.");
    static final Option<Duration> PING_TIMEOUT = Option.duration(
            "ping.timeout",
            Duration.ofSeconds(5),
            Duration.ofMillis(1),
            Duration.ofMinutes(10),
            Strictness.REQUIRED,
            "How long a PING may be without an answer before the connection is replaced.");
    static final Option<Duration> AUDIT_INTERVAL = Option.duration(
            "audit.interval",
            Duration.ofSeconds(30),
            Duration.ZERO,
            Duration.ofHours(1),
            Strictness.REQUIRED,
            "How often each subscription connection is compared with what the server holds for it, and the server's role"
                    + " is looked at; 0s for never.");
    static final Option<Duration> PROBE_INTERVAL = Option.duration(
            "probe.interval",
            Duration.ofSeconds(30),
            Duration.ZERO,
            Duration.ofHours(1),
            Strictness.REQUIRED,
            "How often a message is sent through Redis to each subscription connection; 0s for never.");
    static final Option<Duration> PROBE_TIMEOUT = Option.duration(
            "probe.timeout",
            Duration.ofSeconds(5),
            Duration.ofMillis(1),
            Duration.ofMinutes(10),
            Strictness.REQUIRED,
            "How long a probe may take before the connection is asked whether it is still to come.");
    static final Option<Duration> GAP_PRECISION = Option.duration(
            "gap.precision",
            Duration.ofSeconds(1),
            Duration.ZERO,
            Duration.ofMinutes(10),
            Strictness.REQUIRED,
            "How much too early a gap may begin: while messages arrive, a PING is sent that often to know what has arrived."
                    + " 0s for never; a gap then begins when bytes last arrived, too late for a connection that lagged.");

    static final List<Option<?>> ALL = List.of(
            SUBSCRIBE_MAX_UNANSWERED,
            PING_INTERVAL,
            PING_TIMEOUT,
            AUDIT_INTERVAL,
            PROBE_INTERVAL,
            PROBE_TIMEOUT,
            GAP_PRECISION);

    private SubscribeSettings() {}
}

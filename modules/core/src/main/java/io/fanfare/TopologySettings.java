package io.fanfare;

import io.fanfare.spi.Address;
import io.fanfare.spi.Option;
import io.fanfare.spi.Option.Strictness;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** Settings of how the primaries of Sentinels and clusters are found. */
final class TopologySettings {
    static final Option<Duration> REFRESH_INTERVAL = Option.duration(
            "topology.refresh-interval",
            Duration.ofSeconds(10),
            Duration.ZERO,
            Duration.ofHours(1),
            Strictness.REQUIRED,
            "How often Sentinels or a cluster are asked for the primaries; 0s for only when there is a sign of change.");

    static final Option<String> ADDRESS_MAP = Option.text(
            "address-map",
            null,
            Strictness.REQUIRED,
            "Where to connect in place of announced addresses: announced:port=host:port, and so on, divided by commas.");

    @SuppressWarnings({"unchecked", "rawtypes"})
    static final Option<UnaryOperator<Address>> ADDRESS_MAPPER = (Option) Option.object(
            "address-mapper",
            UnaryOperator.class,
            Strictness.REQUIRED,
            "Returns where to connect for an announced address; counts before address-map.");

    static final Option<String> SENTINEL_USERNAME = Option.text(
            "sentinel.username", null, Strictness.REQUIRED, "ACL user at the Sentinels; the default user if not set.");

    static final Option<String> SENTINEL_PASSWORD = Option.secret(
            "sentinel.password",
            null,
            Strictness.REQUIRED,
            "Password at the Sentinels; that of the servers is never sent to them.");

    static final Option<String> SENTINEL_PASSWORD_FILE = Option.text(
            "sentinel.password-file",
            null,
            Strictness.REQUIRED,
            "File whose first line is the password at the Sentinels; read at each connect.");

    static final List<Option<?>> ALL = List.of(
            REFRESH_INTERVAL,
            ADDRESS_MAP,
            ADDRESS_MAPPER,
            SENTINEL_USERNAME,
            SENTINEL_PASSWORD,
            SENTINEL_PASSWORD_FILE);

    private TopologySettings() {}
}

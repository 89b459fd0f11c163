package io.fanfare;

import io.fanfare.spi.Option;
import io.fanfare.spi.Option.Strictness;
import java.time.Duration;
import java.util.List;

/** Settings of what a client is made of and how it starts. */
final class ClientSettings {
    static final Option<String> URI = Option.secret(
            "uri",
            "redis://localhost:6379",
            Strictness.REQUIRED,
            "Where Redis is: redis://host:port; see below for Sentinels, clusters and TLS.");
    static final Option<String> USERNAME =
            Option.text("username", null, Strictness.REQUIRED, "ACL user; the default user if not set.");
    static final Option<String> PASSWORD =
            Option.secret("password", null, Strictness.REQUIRED, "Password; counts before one in the URI.");
    static final Option<String> PASSWORD_FILE = Option.text(
            "password-file", null, Strictness.REQUIRED, "File whose first line is the password; read at each connect.");
    static final Option<Duration> CREDENTIALS_REFRESH_INTERVAL = Option.duration(
            "credentials.refresh-interval",
            Duration.ofSeconds(10),
            Duration.ZERO,
            Duration.ofHours(24),
            Strictness.REQUIRED,
            "How often password-file or the supplier of credentials is asked whether they have changed; 0s for only when"
                    + " told to.");
    static final Option<String> TRANSPORT = Option.text(
            "transport", null, Strictness.REQUIRED, "Id of the transport; not needed if only one is present.");
    static final Option<String> CODEC = Option.text(
            "codec",
            null,
            Strictness.REQUIRED,
            "Id of the codec, such as json or json+gzip; not needed if only one is present besides those of core.");
    static final Option<String> POOL =
            Option.text("pool", "shared", Strictness.REQUIRED, "Id of the connection pool of publishes.");
    static final Option<String> DISPATCHER = Option.text(
            "dispatcher", "ordered", Strictness.REQUIRED, "Id of the dispatcher of subscriptions that name none.");
    static final Option<String> CHANNEL_PREFIX = Option.text(
            "channel-prefix",
            null,
            Strictness.REQUIRED,
            "What every channel and pattern begins with on the wire, and nowhere else.");
    static final Option<Startup> STARTUP = Option.oneOf(
            "startup",
            Startup.class,
            Startup.FAIL,
            Strictness.REQUIRED,
            "What opening a client does about a Redis that cannot be reached.");
    static final Option<Duration> STARTUP_TIMEOUT = Option.duration(
            "startup.timeout",
            Duration.ofSeconds(30),
            Duration.ofMillis(1),
            Duration.ofHours(1),
            Strictness.REQUIRED,
            "How long startup=wait goes on trying.");

    static final List<Option<?>> ALL = List.of(
            URI,
            USERNAME,
            PASSWORD,
            PASSWORD_FILE,
            CREDENTIALS_REFRESH_INTERVAL,
            TRANSPORT,
            CODEC,
            POOL,
            DISPATCHER,
            CHANNEL_PREFIX,
            STARTUP,
            STARTUP_TIMEOUT);

    private ClientSettings() {}
}

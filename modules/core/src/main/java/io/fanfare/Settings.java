package io.fanfare;

import io.fanfare.spi.ByteBudget;
import io.fanfare.spi.Credentials;
import io.fanfare.spi.DispatcherOptions;
import io.fanfare.spi.Endpoint;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Option;
import io.fanfare.spi.Option.Strictness;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.QueueLimits;
import io.fanfare.spi.TransportOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The configuration of one client: every {@code fanfare.*} key with its value. Immutable. */
final class Settings {
    static final Option<String> URI = Option.text(
            "uri",
            "redis://localhost:6379",
            Strictness.REQUIRED,
            "Where Redis is: redis://host:port, rediss://host:port.");
    static final Option<String> TRANSPORT = Option.text(
            "transport", null, Strictness.REQUIRED, "Id of the transport; not needed if only one is present.");
    static final Option<String> CODEC = Option.text(
            "codec",
            null,
            Strictness.REQUIRED,
            "Id of the codec; not needed if only one is present besides bytes and string.");
    static final Option<String> USERNAME =
            Option.text("username", null, Strictness.REQUIRED, "ACL user; the default user if not set.");
    static final Option<String> PASSWORD =
            Option.text("password", null, Strictness.REQUIRED, "Password; counts before one in the URI.");
    static final Option<String> PASSWORD_FILE = Option.text(
            "password-file", null, Strictness.REQUIRED, "File whose first line is the password; read at each connect.");
    static final Option<String> POOL =
            Option.text("pool", "shared", Strictness.REQUIRED, "Id of the connection pool of publishes.");
    static final Option<Integer> POOL_SHARED_CONNECTIONS = Option.integer(
            "pool.shared.connections",
            1,
            1,
            64,
            Strictness.REQUIRED,
            "Connections of the shared pool; a channel keeps to one.");
    static final Option<Integer> POOL_EXCLUSIVE_MAX = Option.integer(
            "pool.exclusive.max", 100, 1, 10_000, Strictness.REQUIRED, "The most connections of an exclusive pool.");
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
    static final Option<String> DISPATCHER = Option.text(
            "dispatcher", "ordered", Strictness.REQUIRED, "Id of the dispatcher of subscriptions that name none.");
    static final Option<Integer> DISPATCH_THREADS = Option.integer(
            "dispatch.threads",
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            1,
            1024,
            Strictness.HINT,
            "Threads that run handlers; by default one for each processor, and at least 2.");
    static final Option<Integer> QUEUE_MESSAGES = Option.integer(
            "queue.messages",
            65_536,
            1,
            1 << 24,
            Strictness.REQUIRED,
            "Messages that may wait for a subscription's handler.");
    static final Option<Integer> QUEUE_BYTES = Option.integer(
            "queue.bytes",
            64 << 20,
            1,
            Integer.MAX_VALUE,
            Strictness.REQUIRED,
            "Bytes of payload that may wait for a subscription's handler.");
    static final Option<OverflowPolicy> QUEUE_OVERFLOW = Option.oneOf(
            "queue.overflow",
            OverflowPolicy.class,
            OverflowPolicy.DROP_OLDEST,
            Strictness.REQUIRED,
            "What happens to a message that does not fit the queue.");
    static final Option<Duration> RECONNECT_MIN_BACKOFF = Option.duration(
            "reconnect.min-backoff",
            Duration.ofMillis(50),
            Duration.ofMillis(1),
            Duration.ofMinutes(1),
            Strictness.REQUIRED,
            "Wait after the first failed attempt to reconnect; doubles with each further one. The first attempt is immediate.");
    static final Option<Duration> RECONNECT_MAX_BACKOFF = Option.duration(
            "reconnect.max-backoff",
            Duration.ofSeconds(5),
            Duration.ofMillis(1),
            Duration.ofMinutes(10),
            Strictness.REQUIRED,
            "The longest wait between attempts to reconnect.");
    static final Option<Integer> DISPATCH_SPARE_THREADS = Option.integer(
            "dispatch.spare-threads",
            32,
            0,
            1024,
            Strictness.HINT,
            "Further threads that run handlers while all others are stuck for more than 50 ms.");
    static final Option<Integer> DISPATCH_PER_SUBSCRIPTION = Option.integer(
            "dispatch.per-subscription",
            4,
            1,
            1024,
            Strictness.HINT,
            "Handlers of one subscription that run at a time under the dispatcher concurrent.");
    static final Option<Long> QUEUE_TOTAL_BYTES = Option.bytes(
            "queue.total-bytes",
            Math.max(1, Runtime.getRuntime().maxMemory() / 4),
            1,
            Long.MAX_VALUE,
            Strictness.REQUIRED,
            "Bytes of payload that all queues of the client hold together; by default a quarter of the largest heap.");
    static final Option<Duration> HANDLER_WARN_AFTER = Option.duration(
            "handler.warn-after",
            Duration.ofSeconds(10),
            Duration.ZERO,
            Duration.ofHours(1),
            Strictness.REQUIRED,
            "A call of a handler that runs longer is logged with its stack; 0s for none.");

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
    static final Option<String> CHANNEL_PREFIX = Option.text(
            "channel-prefix",
            null,
            Strictness.REQUIRED,
            "What every channel and pattern begins with on the wire, and nowhere else.");
    static final Option<EnvelopeMode> ENVELOPE = Option.oneOf(
            "envelope",
            EnvelopeMode.class,
            EnvelopeMode.OFF,
            Strictness.REQUIRED,
            "Whether publishes carry a sequence, by which subscriptions count what is lost; see envelope.md.");
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

    static final Option<Integer> SUBSCRIBE_MAX_UNANSWERED = Option.integer(
            "subscribe.max-unanswered",
            1_000,
            1,
            1 << 20,
            Strictness.REQUIRED,
            "Subscriptions that a connection may have without an answer at a time; further ones wait.");
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

    static final Option<Boolean> BUS_LOCAL_SHORTCUT = Option.bool(
            "bus.local-shortcut",
            false,
            Strictness.REQUIRED,
            "Whether events reach handlers of the same client without the way through Redis; needs the envelope.");

    private static final List<Option<?>> CORE = List.of(
            URI,
            TRANSPORT,
            CODEC,
            USERNAME,
            PASSWORD,
            PASSWORD_FILE,
            POOL,
            POOL_SHARED_CONNECTIONS,
            POOL_EXCLUSIVE_MAX,
            PUBLISH_MAX_UNANSWERED,
            PUBLISH_TIMEOUT,
            DISPATCHER,
            DISPATCH_THREADS,
            QUEUE_MESSAGES,
            QUEUE_BYTES,
            QUEUE_OVERFLOW,
            RECONNECT_MIN_BACKOFF,
            RECONNECT_MAX_BACKOFF,
            STARTUP,
            STARTUP_TIMEOUT,
            PING_INTERVAL,
            PING_TIMEOUT,
            CHANNEL_PREFIX,
            DISPATCH_SPARE_THREADS,
            DISPATCH_PER_SUBSCRIPTION,
            QUEUE_TOTAL_BYTES,
            HANDLER_WARN_AFTER,
            ENVELOPE,
            SUBSCRIBE_MAX_UNANSWERED,
            AUDIT_INTERVAL,
            PROBE_INTERVAL,
            PROBE_TIMEOUT,
            GAP_PRECISION,
            PUBLISH_WHEN_FULL,
            PUBLISH_WHEN_DISCONNECTED,
            PUBLISH_RETRY_WRITTEN,
            PUBLISH_ANSWER_TIMEOUT,
            BUS_LOCAL_SHORTCUT);

    private final Map<Option<?>, Object> values;

    private Settings(Map<Option<?>, Object> values) {
        this.values = values;
    }

    /** Returns every option there is: core's and those of transports. */
    static List<Option<?>> options() {
        return Stream.concat(CORE.stream(), TransportOptions.all().stream()).toList();
    }

    <T> T get(Option<T> option) {
        T value = find(option);
        if (value == null) {
            throw new IllegalArgumentException(option + " has no default");
        }
        return value;
    }

    <T> @Nullable T find(Option<T> option) {
        Object value = values.get(option);
        return value == null ? option.defaultValue() : option.type().cast(value);
    }

    Endpoint endpoint() {
        return Endpoint.parse(get(URI));
    }

    QueueLimits queueLimits() {
        return new QueueLimits(get(QUEUE_MESSAGES), get(QUEUE_BYTES), get(QUEUE_OVERFLOW));
    }

    DispatcherOptions dispatcherOptions(String threadPrefix, ScheduledExecutorService timer) {
        return new DispatcherOptions(
                get(DISPATCH_THREADS),
                get(DISPATCH_SPARE_THREADS),
                get(DISPATCH_PER_SUBSCRIPTION),
                threadPrefix,
                new ByteBudget(get(QUEUE_TOTAL_BYTES)),
                timer);
    }

    PublishOptions publishOptions() {
        return new PublishOptions(
                get(PUBLISH_MAX_UNANSWERED),
                get(PUBLISH_TIMEOUT),
                get(PUBLISH_WHEN_FULL),
                get(PUBLISH_WHEN_DISCONNECTED),
                get(PUBLISH_RETRY_WRITTEN));
    }

    Backoff backoff() {
        return new Backoff(get(RECONNECT_MIN_BACKOFF), get(RECONNECT_MAX_BACKOFF));
    }

    TransportOptions transportOptions() {
        TransportOptions options = TransportOptions.defaults();
        for (Option<?> option : TransportOptions.all()) {
            options = copy(option, options);
        }
        Supplier<Credentials> credentials = PasswordSource.of(this);
        boolean passed = values.containsKey(TransportOptions.CREDENTIALS);
        return credentials == null || passed ? options : options.with(TransportOptions.CREDENTIALS, credentials);
    }

    private <T> TransportOptions copy(Option<T> option, TransportOptions to) {
        Object value = values.get(option);
        return value == null ? to : to.with(option, option.type().cast(value));
    }

    /** Gathers what the builder was told, and adds what the sources say. */
    static final class Builder {
        private final Map<Option<?>, Object> values = new HashMap<>();

        <T> void set(Option<T> option, T value) {
            if (!options().contains(option)) {
                throw SettingSources.unknown(option.name(), "a builder call");
            }
            values.put(option, option.check(value));
        }

        void set(String name, String value) {
            Option<?> option = SettingSources.named(name, "a builder call");
            values.put(option, option.parse(value));
        }

        Settings build() {
            Map<Option<?>, Object> all = new HashMap<>(SettingSources.read());
            all.putAll(values);
            Settings settings = new Settings(all);
            settings.check();
            return settings;
        }
    }

    private void check() {
        if (get(RECONNECT_MIN_BACKOFF).compareTo(get(RECONNECT_MAX_BACKOFF)) > 0) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "reconnect.min-backoff " + Option.written(get(RECONNECT_MIN_BACKOFF))
                            + " is longer than reconnect.max-backoff " + Option.written(get(RECONNECT_MAX_BACKOFF)));
        }
        if (get(BUS_LOCAL_SHORTCUT) && get(ENVELOPE) == EnvelopeMode.OFF) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "bus.local-shortcut is on, but the envelope by which handlers know an event that they had is off;"
                            + " set envelope to on");
        }
        String file = find(PASSWORD_FILE);
        if (file != null && find(PASSWORD) != null) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "both password and password-file " + Path.of(file) + " are set; set one");
        }
    }
}

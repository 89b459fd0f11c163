package io.fanfare;

import io.fanfare.spi.ByteBudget;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.Credentials;
import io.fanfare.spi.DispatcherOptions;
import io.fanfare.spi.Endpoint;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Option;
import io.fanfare.spi.PoolOptions;
import io.fanfare.spi.PoolOptions.Upkeep;
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
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The configuration of one client: every {@code fanfare.*} key with its value. Immutable. */
final class Settings {
    static final Option<String> TRANSPORT = ClientSettings.TRANSPORT;
    static final Option<String> CODEC = ClientSettings.CODEC;
    static final Option<String> POOL = ClientSettings.POOL;
    static final Option<String> DISPATCHER = ClientSettings.DISPATCHER;
    static final Option<String> CHANNEL_PREFIX = ClientSettings.CHANNEL_PREFIX;
    static final Option<Startup> STARTUP = ClientSettings.STARTUP;
    static final Option<Duration> STARTUP_TIMEOUT = ClientSettings.STARTUP_TIMEOUT;
    static final Option<Duration> PUBLISH_ANSWER_TIMEOUT = PublishSettings.PUBLISH_ANSWER_TIMEOUT;
    static final Option<EnvelopeMode> ENVELOPE = PublishSettings.ENVELOPE;
    static final Option<Boolean> BUS_LOCAL_SHORTCUT = PublishSettings.BUS_LOCAL_SHORTCUT;
    static final Option<Duration> HANDLER_WARN_AFTER = DispatchSettings.HANDLER_WARN_AFTER;
    static final Option<Integer> SUBSCRIBE_MAX_UNANSWERED = SubscribeSettings.SUBSCRIBE_MAX_UNANSWERED;
    static final Option<Duration> PING_INTERVAL = SubscribeSettings.PING_INTERVAL;
    static final Option<Duration> PING_TIMEOUT = SubscribeSettings.PING_TIMEOUT;
    static final Option<Duration> AUDIT_INTERVAL = SubscribeSettings.AUDIT_INTERVAL;
    static final Option<Duration> PROBE_INTERVAL = SubscribeSettings.PROBE_INTERVAL;
    static final Option<Duration> PROBE_TIMEOUT = SubscribeSettings.PROBE_TIMEOUT;
    static final Option<Duration> GAP_PRECISION = SubscribeSettings.GAP_PRECISION;

    private static final List<Option<?>> ALL = Stream.of(
                    ClientSettings.ALL,
                    PoolSettings.ALL,
                    PublishSettings.ALL,
                    DispatchSettings.ALL,
                    SubscribeSettings.ALL,
                    TopologySettings.ALL,
                    TlsSettings.ALL,
                    CodecOptions.all(),
                    TransportOptions.all())
            .flatMap(List::stream)
            .toList();

    private final Map<Option<?>, Object> values;

    private Settings(Map<Option<?>, Object> values) {
        this.values = values;
    }

    /** Returns every option there is: core's and those of transports. */
    static List<Option<?>> options() {
        return ALL;
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
        return Endpoint.parse(get(ClientSettings.URI));
    }

    QueueLimits queueLimits() {
        return new QueueLimits(
                get(DispatchSettings.QUEUE_MESSAGES),
                get(DispatchSettings.QUEUE_BYTES),
                get(DispatchSettings.QUEUE_OVERFLOW));
    }

    DispatcherOptions dispatcherOptions(String threadPrefix, ScheduledExecutorService timer) {
        return new DispatcherOptions(
                get(DispatchSettings.DISPATCH_THREADS),
                get(DispatchSettings.DISPATCH_SPARE_THREADS),
                get(DispatchSettings.DISPATCH_PER_SUBSCRIPTION),
                threadPrefix,
                new ByteBudget(get(DispatchSettings.QUEUE_TOTAL_BYTES)),
                timer);
    }

    PublishOptions publishOptions() {
        return new PublishOptions(
                get(PublishSettings.PUBLISH_MAX_UNANSWERED),
                get(PublishSettings.PUBLISH_TIMEOUT),
                get(PublishSettings.PUBLISH_WHEN_FULL),
                get(PublishSettings.PUBLISH_WHEN_DISCONNECTED),
                get(PublishSettings.PUBLISH_RETRY_WRITTEN));
    }

    /** Returns the bounds of the pool of publishes; it keeps a connection ready, also while nothing is published. */
    PoolOptions publishPool(String id) {
        boolean shared = id.equals("shared");
        int max = get(shared ? PoolSettings.POOL_SHARED_CONNECTIONS : PoolSettings.POOL_EXCLUSIVE_MAX);
        int minIdle = shared ? max : Math.max(1, get(PoolSettings.POOL_EXCLUSIVE_MIN_IDLE));
        return pool("publish (" + id + ")", max, minIdle);
    }

    /** Returns the bounds of the pool of command connections. */
    PoolOptions commandPool() {
        return pool("commands", get(PoolSettings.POOL_EXCLUSIVE_MAX), get(PoolSettings.POOL_EXCLUSIVE_MIN_IDLE));
    }

    private PoolOptions pool(String name, int max, int minIdle) {
        Upkeep upkeep = new Upkeep(
                get(PoolSettings.POOL_MAX_LIFETIME),
                get(PoolSettings.POOL_IDLE_TIMEOUT),
                get(PoolSettings.POOL_VALIDATE_AFTER),
                get(PoolSettings.POOL_VALIDATE_TIMEOUT),
                get(PoolSettings.POOL_LEAK_AFTER));
        Backoff backoff = backoff();
        return new PoolOptions(name, max, minIdle, backoff.min(), backoff.max(), upkeep);
    }

    Backoff backoff() {
        return new Backoff(get(PoolSettings.RECONNECT_MIN_BACKOFF), get(PoolSettings.RECONNECT_MAX_BACKOFF));
    }

    CodecOptions codecOptions() {
        CodecOptions options = CodecOptions.defaults();
        for (Option<?> option : CodecOptions.all()) {
            options = copy(option, options);
        }
        return options;
    }

    private <T> CodecOptions copy(Option<T> option, CodecOptions to) {
        Object value = values.get(option);
        return value == null ? to : to.with(option, option.type().cast(value));
    }

    TransportOptions transportOptions() {
        return transportOptions(credentials());
    }

    private @Nullable Supplier<Credentials> credentials() {
        Supplier<Credentials> passed = find(TransportOptions.CREDENTIALS);
        return passed == null ? PasswordSource.of(this) : passed;
    }

    /** Returns what supplies the credentials if it may supply others later; else null. */
    @Nullable
    Supplier<Credentials> changingCredentials() {
        boolean change = find(TransportOptions.CREDENTIALS) != null || find(ClientSettings.PASSWORD_FILE) != null;
        return change ? credentials() : null;
    }

    /** Returns the options of a transport with certain credentials; null for none. */
    TransportOptions transportOptions(@Nullable Supplier<Credentials> credentials) {
        TransportOptions options = TransportOptions.defaults();
        for (Option<?> option : TransportOptions.all()) {
            options = option == TransportOptions.CREDENTIALS ? options : copy(option, options);
        }
        SSLContext tls = TlsContext.of(this);
        options = tls == null ? options : options.with(TransportOptions.SSL_CONTEXT, tls);
        return credentials == null ? options : options.with(TransportOptions.CREDENTIALS, credentials);
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
        if (get(PoolSettings.RECONNECT_MIN_BACKOFF).compareTo(get(PoolSettings.RECONNECT_MAX_BACKOFF)) > 0) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "reconnect.min-backoff " + Option.written(get(PoolSettings.RECONNECT_MIN_BACKOFF))
                            + " is longer than reconnect.max-backoff "
                            + Option.written(get(PoolSettings.RECONNECT_MAX_BACKOFF)));
        }
        if (get(PoolSettings.POOL_EXCLUSIVE_MIN_IDLE) > get(PoolSettings.POOL_EXCLUSIVE_MAX)) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "pool.exclusive.min-idle " + get(PoolSettings.POOL_EXCLUSIVE_MIN_IDLE)
                            + " is more than pool.exclusive.max " + get(PoolSettings.POOL_EXCLUSIVE_MAX));
        }
        if (get(PublishSettings.BUS_LOCAL_SHORTCUT) && get(PublishSettings.ENVELOPE) == EnvelopeMode.OFF) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "bus.local-shortcut is on, but the envelope by which handlers know an event that they had is off;"
                            + " set envelope to on");
        }
        TlsContext.check(this);
        checkOne(ClientSettings.PASSWORD, ClientSettings.PASSWORD_FILE);
        checkOne(TopologySettings.SENTINEL_PASSWORD, TopologySettings.SENTINEL_PASSWORD_FILE);
    }

    private void checkOne(Option<String> password, Option<String> passwordFile) {
        String file = find(passwordFile);
        if (file != null && find(password) != null) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "both " + password.name() + " and " + passwordFile.name() + " " + Path.of(file)
                            + " are set; set one");
        }
    }
}

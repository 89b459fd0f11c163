package io.fanfare.spi;

import io.fanfare.spi.Option.Strictness;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The settings of a transport: the same options for all of them. Immutable. */
public final class TransportOptions {
    /** From the start of connecting until the server has answered the handshake. */
    public static final Option<Duration> CONNECT_TIMEOUT = Option.duration(
            "connect-timeout",
            Duration.ofSeconds(2),
            Duration.ofMillis(1),
            Duration.ofMinutes(10),
            Strictness.REQUIRED,
            "Time to establish a connection, handshake included.");

    /** The protocol version. */
    public static final Option<Protocol> PROTOCOL = Option.oneOf(
            "protocol", Protocol.class, Protocol.AUTO, Strictness.REQUIRED, "Version of the Redis protocol to speak.");

    /** What {@code CLIENT SETNAME} sets; where the server refuses that, the connection works without a name. */
    public static final Option<String> CLIENT_NAME = Option.text(
            "client-name", "fanfare", Strictness.REQUIRED, "Name of each connection in CLIENT LIST, without spaces.");

    /**
     * Asked for the user and password at each connect, on a thread that may be that of the caller. If it throws,
     * connecting fails with {@link ErrorCode#CONNECT_FAILED} and that cause.
     */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public static final Option<Supplier<Credentials>> CREDENTIALS = (Option) Option.object(
            "credentials", Supplier.class, Strictness.REQUIRED, "Supplies the user and password at each connect.");

    /** What TLS connections are made with; the JDK's default context if not set. */
    public static final Option<SSLContext> SSL_CONTEXT = Option.object(
            "ssl-context",
            SSLContext.class,
            Strictness.REQUIRED,
            "Trust store and client certificate of TLS connections.");

    /**
     * Whether the certificate of a TLS connection must name the node's {@linkplain Node#tlsServerName() server name}.
     * That it is signed by a trusted authority is verified always.
     */
    public static final Option<Boolean> TLS_VERIFY_HOST = Option.bool(
            "tls.verify-host",
            true,
            Strictness.REQUIRED,
            "Whether the server's certificate must name the host; its signature is verified always.");

    /** {@code TCP_NODELAY}. */
    public static final Option<Boolean> TCP_NO_DELAY =
            Option.bool("tcp-no-delay", true, Strictness.HINT, "Whether small packets are sent at once.");

    /** {@code SO_KEEPALIVE}. */
    public static final Option<Boolean> TCP_KEEPALIVE =
            Option.bool("tcp-keepalive", true, Strictness.HINT, "Whether the kernel probes an idle connection.");

    /** {@code TCP_KEEPIDLE}. */
    public static final Option<Duration> TCP_KEEPALIVE_IDLE = Option.duration(
            "tcp-keepalive-idle",
            Duration.ofSeconds(15),
            Duration.ofSeconds(1),
            Duration.ofHours(2),
            Strictness.HINT,
            "Idle time before the kernel's first probe.");

    /** {@code TCP_KEEPINTVL}. */
    public static final Option<Duration> TCP_KEEPALIVE_INTERVAL = Option.duration(
            "tcp-keepalive-interval",
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofHours(2),
            Strictness.HINT,
            "Time between the kernel's probes.");

    /** {@code TCP_KEEPCNT}. */
    public static final Option<Integer> TCP_KEEPALIVE_COUNT = Option.integer(
            "tcp-keepalive-count", 3, 1, 127, Strictness.HINT, "Unanswered probes after which the kernel gives up.");

    /**
     * {@code TCP_USER_TIMEOUT}, which sockets of the JDK do not have: honoured over {@code epoll} and {@code io_uring}
     * alone. The default is what {@link #TCP_KEEPALIVE_IDLE} and the unanswered probes after it take.
     */
    public static final Option<Duration> TCP_USER_TIMEOUT = Option.duration(
            "tcp-user-timeout",
            Duration.ofSeconds(30),
            Duration.ZERO,
            Duration.ofHours(2),
            Strictness.HINT,
            "How long sent bytes may be unacknowledged before the kernel gives up; 0s for its own rule.");

    /** Which of Netty's transports of bytes is used; without {@code fanfare-natives-linux} none but {@code off}. */
    public static final Option<NativeIo> NATIVE_IO = Option.oneOf(
            "native-io",
            NativeIo.class,
            NativeIo.AUTO,
            Strictness.HINT,
            "How sockets are read and written where Netty does that; auto is epoll if it can be reached.");

    /** How many threads of a client library that shares threads between connections read and write them. */
    public static final Option<Integer> IO_THREADS = Option.integer(
            "io-threads", 1, 1, 256, Strictness.HINT, "Threads that read and write, where connections share them.");

    private static final List<Option<?>> ALL = List.of(
            CONNECT_TIMEOUT,
            PROTOCOL,
            CLIENT_NAME,
            CREDENTIALS,
            SSL_CONTEXT,
            TLS_VERIFY_HOST,
            TCP_NO_DELAY,
            TCP_KEEPALIVE,
            TCP_KEEPALIVE_IDLE,
            TCP_KEEPALIVE_INTERVAL,
            TCP_KEEPALIVE_COUNT,
            TCP_USER_TIMEOUT,
            NATIVE_IO,
            IO_THREADS);

    private static final TransportOptions DEFAULTS = new TransportOptions(Map.of());

    private final Map<Option<?>, Object> values;

    private TransportOptions(Map<Option<?>, Object> values) {
        this.values = values;
    }

    /** Returns every option that a transport knows. */
    public static List<Option<?>> all() {
        return ALL;
    }

    /** Returns the options with nothing set. */
    public static TransportOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Returns these options with one more set.
     *
     * @throws PubSubException {@link ErrorCode#CONFIGURATION_INVALID} if it is not one of {@link #all()}, or the value
     *     is out of its range
     */
    public <T> TransportOptions with(Option<T> option, T value) {
        if (!ALL.contains(option)) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID, option + " is not an option of a transport; those are " + ALL);
        }
        Map<Option<?>, Object> changed = new LinkedHashMap<>(values);
        changed.put(option, option.check(value));
        return new TransportOptions(changed);
    }

    /** Returns the value of an option that has a default. */
    public <T> T get(Option<T> option) {
        T value = find(option);
        if (value == null) {
            throw new IllegalArgumentException(option + " has no default; use find");
        }
        return value;
    }

    /** Returns the value of an option; null if it is not set and has no default. */
    public <T> @Nullable T find(Option<T> option) {
        Object value = values.get(option);
        return value == null ? option.defaultValue() : option.type().cast(value);
    }

    /** Returns the names of the options that are set; values may be secret. */
    @Override
    public String toString() {
        return values.keySet().toString();
    }
}

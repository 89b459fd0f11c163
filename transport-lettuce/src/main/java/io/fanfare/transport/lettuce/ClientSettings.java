package io.fanfare.transport.lettuce;

import io.fanfare.spi.Address;
import io.fanfare.spi.Credentials;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.Protocol;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TransportOptions;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.EpollProvider;
import io.lettuce.core.resource.IOUringProvider;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Says a transport's options in Lettuce's terms. */
final class ClientSettings {
    /** How much later than the connect timeout Lettuce's own deadlines come. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final TransportOptions options;

    ClientSettings(TransportOptions options) {
        this.options = options;
    }

    Duration connectTimeout() {
        return options.get(TransportOptions.CONNECT_TIMEOUT);
    }

    int ioThreads() {
        return options.get(TransportOptions.IO_THREADS);
    }

    boolean isResp3Required() {
        return options.get(TransportOptions.PROTOCOL) == Protocol.RESP3;
    }

    /** Returns the options of the client: one that neither reconnects nor counts, times or measures commands. */
    ClientOptions clientOptions() {
        ClientOptions.Builder builder = ClientOptions.builder()
                .autoReconnect(false)
                .protocolVersion(protocolVersion())
                .pingBeforeActivateConnection(true)
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .useHashIndexQueue(false)
                .socketOptions(socketOptions());
        MaintenanceEvents.switchOff(builder);
        return builder.build();
    }

    private @Nullable ProtocolVersion protocolVersion() {
        return switch (options.get(TransportOptions.PROTOCOL)) {
            case AUTO -> null; // tries HELLO 3 and falls back
            case RESP2 -> ProtocolVersion.RESP2;
            case RESP3 -> ProtocolVersion.RESP3;
        };
    }

    private SocketOptions socketOptions() {
        SocketOptions.Builder builder = SocketOptions.builder()
                .connectTimeout(connectTimeout().plus(GRACE))
                .tcpNoDelay(options.get(TransportOptions.TCP_NO_DELAY))
                .keepAlive(SocketOptions.KeepAliveOptions.builder()
                        .enable(options.get(TransportOptions.TCP_KEEPALIVE))
                        .idle(options.get(TransportOptions.TCP_KEEPALIVE_IDLE))
                        .interval(options.get(TransportOptions.TCP_KEEPALIVE_INTERVAL))
                        .count(options.get(TransportOptions.TCP_KEEPALIVE_COUNT))
                        .build());
        Duration userTimeout = options.get(TransportOptions.TCP_USER_TIMEOUT);
        if (!userTimeout.isZero() && (EpollProvider.isAvailable() || IOUringProvider.isAvailable())) {
            builder.tcpUserTimeout(SocketOptions.TcpUserTimeoutOptions.builder()
                    .enable()
                    .tcpUserTimeout(userTimeout)
                    .build());
        }
        return builder.build();
    }

    /** Returns where and as whom to connect. */
    RedisURI uri(Node node) {
        Address address = node.connect();
        RedisURI.Builder builder = address.isSocket()
                ? RedisURI.Builder.socket(address.host())
                : RedisURI.Builder.redis(address.host(), address.port());
        builder.withTimeout(connectTimeout().plus(GRACE))
                // Lettuce would wait one more round trip for the answers
                .withLibraryName("")
                .withLibraryVersion("");
        String name = options.get(TransportOptions.CLIENT_NAME);
        if (isClientName(name)) {
            builder.withClientName(name);
        }
        Supplier<Credentials> supplier = options.find(TransportOptions.CREDENTIALS);
        Credentials credentials = supplier == null ? null : supplier.get();
        if (credentials != null) {
            String user = credentials.username();
            if (user == null) {
                builder.withPassword(credentials.password().toCharArray());
            } else {
                builder.withAuthentication(user, credentials.password().toCharArray());
            }
        }
        return builder.build();
    }

    /** Returns what makes TLS; null for a node without. */
    @Nullable
    Tls tls(Node node) {
        if (!node.isTls()) {
            return null;
        }
        SSLContext given = options.find(TransportOptions.SSL_CONTEXT);
        try {
            SSLContext context = given == null ? SSLContext.getDefault() : given;
            return new Tls(context, options.get(TransportOptions.TLS_VERIFY_HOST));
        } catch (NoSuchAlgorithmException e) {
            throw new PubSubException(
                    ErrorCode.CONNECT_FAILED,
                    "no TLS to " + node + ": this JDK has no default SSLContext; pass one as ssl-context",
                    e);
        }
    }

    /** Redis refuses any other name, and with it the whole handshake. */
    private static boolean isClientName(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c >= '!' && c <= '~');
    }
}

package io.fanfare.transport.jedis;

import io.fanfare.spi.Credentials;
import io.fanfare.spi.LibraryInfo;
import io.fanfare.spi.Protocol;
import io.fanfare.spi.TransportOptions;
import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultRedisCredentials;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.RedisCredentials;
import redis.clients.jedis.RedisProtocol;

/**
 * What one connection says at its begin. It implements what Jedis 7 asks for, and what Jedis 8 asks for beyond that.
 */
final class Handshake implements JedisClientConfig {
    /** Whether this Jedis tries RESP3 and falls back, as Jedis 8 does. */
    private static final boolean NEGOTIATES = Arrays.stream(JedisClientConfig.class.getMethods())
            .anyMatch(method -> method.getName().equals("isAutoNegotiateProtocol"));

    private final Protocol protocol;
    private final @Nullable String name;
    private final @Nullable Supplier<RedisCredentials> credentials;
    private final boolean isAuthenticated;

    Handshake(TransportOptions options, Given given) {
        protocol = options.get(TransportOptions.PROTOCOL);
        String wanted = options.get(TransportOptions.CLIENT_NAME);
        name = wanted.isEmpty() ? null : wanted;
        Supplier<Credentials> supplier = options.find(TransportOptions.CREDENTIALS);
        isAuthenticated = supplier != null;
        if (supplier == null) {
            credentials = given.credentials();
        } else {
            Credentials own = supplier.get();
            RedisCredentials theirs = new DefaultRedisCredentials(own.username(), own.password());
            credentials = () -> theirs;
        }
    }

    /** Tells whether RESP3 is to be tried once the connection is open. */
    boolean triesResp3() {
        return protocol == Protocol.AUTO && !NEGOTIATES;
    }

    /** Tells whether the connection may be open although the server wants a password: nothing asked it. */
    boolean leavesPasswordOpen() {
        return !isAuthenticated && (protocol == Protocol.RESP2 || triesResp3());
    }

    /** Returns null for RESP2, in which a connection begins: Jedis' constant for it demands HELLO. */
    @Override
    public @Nullable RedisProtocol getRedisProtocol() {
        return protocol == Protocol.RESP3 ? RedisProtocol.RESP3 : null;
    }

    /** Asked by Jedis 8. */
    @SuppressWarnings("MissingOverride") // Jedis 7 has no such method
    public boolean isAutoNegotiateProtocol() {
        return protocol == Protocol.AUTO;
    }

    @Override
    public @Nullable Supplier<RedisCredentials> getCredentialsProvider() {
        return credentials;
    }

    @Override
    public @Nullable String getClientName() {
        return name;
    }

    /** Shares a round trip with the name; a server that refuses it is taken as it is. */
    @Override
    public ClientSetInfoConfig getClientSetInfoConfig() {
        return new ClientSetInfoConfig(LibraryInfo.driver());
    }
}

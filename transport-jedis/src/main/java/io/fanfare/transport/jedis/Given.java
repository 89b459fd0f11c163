package io.fanfare.transport.jedis;

import io.fanfare.spi.Address;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.HostAndPortMapper;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.JedisSocketFactory;
import redis.clients.jedis.RedisCredentials;
import redis.clients.jedis.authentication.AuthXManager;

/**
 * What an application gave.
 *
 * @param config a configuration of its own connections; null for none
 * @param sockets makes the factory of the sockets to an address; null for none
 */
record Given(@Nullable JedisClientConfig config, @Nullable Function<HostAndPort, JedisSocketFactory> sockets) {
    static final Given NOTHING = new Given(null, null);

    /** Returns where to connect for an address. */
    HostAndPort target(Address address) {
        HostAndPort target = new HostAndPort(address.host(), address.port());
        HostAndPortMapper mapper = config == null ? null : config.getHostAndPortMapper();
        return mapper == null ? target : mapper.getHostAndPort(target);
    }

    /** Returns what supplies user and password at each connect; null for nothing. */
    @Nullable
    Supplier<RedisCredentials> credentials() {
        if (config == null) {
            return null;
        }
        AuthXManager manager = config.getAuthXManager();
        return manager != null ? manager : config.getCredentialsProvider();
    }
}

package io.fanfare.transport.jedis;

import io.fanfare.spi.Availability;
import io.fanfare.spi.Capability;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Properties;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The transport over Jedis, of id {@code jedis}. A connection has one thread that reads it, and one that writes it
 * while there is something to write, so {@link TransportOptions#IO_THREADS} and {@link TransportOptions#NATIVE_IO} have
 * no meaning here, and {@link TransportOptions#TCP_USER_TIMEOUT} is unknown to the JDK's sockets; every other option is
 * honoured, the keepalive times where the platform has them. A Unix domain socket is the JDK's own.
 */
public final class JedisTransportProvider implements TransportProvider {
    static final Set<Capability> CAPABILITIES =
            Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(Capability.SELF_HEALING)));

    /** Opens transports over what an application gave; null where they are on their own. */
    private final @Nullable Function<TransportOptions, Transport> shared;

    /** Creates the provider; it does nothing until it is asked. */
    public JedisTransportProvider() {
        this(null);
    }

    JedisTransportProvider(@Nullable Function<TransportOptions, Transport> shared) {
        this.shared = shared;
    }

    @Override
    public String id() {
        return "jedis";
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Availability availability() {
        try {
            Class<?> connection = Class.forName(
                    "redis.clients.jedis.Connection", false, JedisTransportProvider.class.getClassLoader());
            return Availability.usable("Jedis " + version(connection));
        } catch (ClassNotFoundException | LinkageError e) {
            return Availability.unusable(
                    "Jedis cannot be loaded (" + e + "); add the artifact redis.clients:jedis, 7.0.0 or newer");
        } catch (IOException e) {
            return Availability.usable("Jedis, of a version that cannot be read: " + e);
        }
    }

    @Override
    public Transport open(TransportOptions options) {
        Availability availability = availability();
        if (!availability.isUsable()) {
            throw new PubSubException(
                    ErrorCode.PROVIDER_UNAVAILABLE, "the transport jedis cannot work here: " + availability.detail());
        }
        String name = options.get(TransportOptions.CLIENT_NAME);
        if (name.chars().anyMatch(c -> c < '!' || c > '~')) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID,
                    TransportOptions.CLIENT_NAME + " is '" + name
                            + "', but Redis takes only printable ASCII characters without spaces");
        }
        return shared == null ? new JedisTransport(options, Given.NOTHING) : shared.apply(options);
    }

    private static String version(Class<?> connection) throws IOException {
        try (InputStream in = connection.getResourceAsStream("pom.properties")) {
            Properties properties = new Properties();
            if (in != null) {
                properties.load(in);
            }
            return properties.getProperty("version", "of an unknown version");
        }
    }
}

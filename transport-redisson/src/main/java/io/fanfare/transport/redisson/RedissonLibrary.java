package io.fanfare.transport.redisson;

import io.fanfare.spi.Availability;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.redisson.client.RedisClient;

/** Looks for the client library without initializing a class of it. */
final class RedissonLibrary {
    private static final String POM = "META-INF/maven/org.redisson/redisson/pom.properties";

    private RedissonLibrary() {}

    static Availability availability(@Nullable ClassLoader loader) {
        Class<?> client;
        try {
            client = Class.forName("org.redisson.client.RedisClient", false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return Availability.unusable("Redisson is not on the path (" + e + "); add org.redisson:redisson 4.x");
        }
        try {
            Class.forName("io.netty.channel.SingleThreadIoEventLoop", false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            return Availability.unusable(
                    "Redisson is there, Netty 4.2 is not (" + e + "); add io.netty:netty-handler 4.2.x");
        }
        String version = version(client);
        return Availability.usable(version == null ? "Redisson" : "Redisson " + version);
    }

    /** Returns the version of Redisson; null if it cannot be read. */
    static @Nullable String version() {
        return version(RedisClient.class);
    }

    private static @Nullable String version(Class<?> client) {
        ClassLoader loader = client.getClassLoader();
        try (InputStream pom = loader == null ? null : loader.getResourceAsStream(POM)) {
            if (pom != null) {
                Properties properties = new Properties();
                properties.load(pom);
                return properties.getProperty("version");
            }
        } catch (IOException | IllegalArgumentException e) {
            System.getLogger(RedissonLibrary.class.getName())
                    .log(System.Logger.Level.DEBUG, "cannot read the version of Redisson", e);
        }
        return client.getPackage().getImplementationVersion();
    }
}

package io.fanfare.spi;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * How Fanfare names itself to a server in {@code CLIENT SETINFO}, which Redis 7.2 and newer know: as the driver on top
 * of a client library, in the form that Redis recommends.
 */
public final class LibraryInfo {
    private static final String POM = "/META-INF/maven/io.fanfare/fanfare-spi/pom.properties";
    private static final String DRIVER = "fanfare" + suffix();

    private LibraryInfo() {}

    /** Returns the name and version of Fanfare, as in {@code fanfare_v0.1.0}. */
    public static String driver() {
        return DRIVER;
    }

    /**
     * Returns what {@code LIB-NAME} is set to, as in {@code jedis(fanfare_v0.1.0)}.
     *
     * @param client the name of the client library
     */
    public static String name(String client) {
        return client + "(" + DRIVER + ")";
    }

    private static String suffix() {
        String version = version();
        return version == null || version.chars().anyMatch(c -> c <= ' ' || c > '~') ? "" : "_v" + version;
    }

    /** Returns the version of the jar of this class; null outside a jar that Maven made. */
    private static @Nullable String version() {
        try (InputStream pom = LibraryInfo.class.getResourceAsStream(POM)) {
            if (pom == null) {
                return null;
            }
            Properties properties = new Properties();
            properties.load(pom);
            return properties.getProperty("version");
        } catch (IOException e) {
            System.getLogger(LibraryInfo.class.getName())
                    .log(System.Logger.Level.DEBUG, "cannot read the version of Fanfare", e);
            return null;
        }
    }
}

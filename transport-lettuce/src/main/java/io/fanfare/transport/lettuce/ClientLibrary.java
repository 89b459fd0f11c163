package io.fanfare.transport.lettuce;

import io.fanfare.spi.Availability;
import io.fanfare.spi.LibraryInfo;
import io.lettuce.core.RedisClient;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks for Lettuce and Netty, without initialising a class of theirs, and names what it found. */
final class ClientLibrary {
    private static final System.Logger LOG = System.getLogger(ClientLibrary.class.getName());

    private ClientLibrary() {}

    /** Tells whether the loader finds Lettuce and Netty, and which Lettuce. */
    static Availability find(@Nullable ClassLoader loader) {
        try {
            Class<?> client = Class.forName("io.lettuce.core.RedisClient", false, loader);
            Class.forName("io.netty.channel.Channel", false, loader);
            String version = version(client);
            return Availability.usable("Lettuce " + (version == null ? "of unknown version" : version));
        } catch (ClassNotFoundException | LinkageError e) {
            return Availability.unusable(
                    "class " + e.getMessage()
                            + " is missing or does not load: put io.lettuce:lettuce-core and the Netty that it needs on the path");
        }
    }

    /** Returns the commands that tell a server of 7.2 or newer which library this is. */
    static List<List<byte[]>> introduction() {
        String version = version(RedisClient.class);
        return version == null
                ? List.of(setInfo("LIB-NAME", LibraryInfo.name("lettuce")))
                : List.of(setInfo("LIB-NAME", LibraryInfo.name("lettuce")), setInfo("LIB-VER", version));
    }

    private static List<byte[]> setInfo(String attribute, String value) {
        return Stream.of("CLIENT", "SETINFO", attribute, value)
                .map(word -> word.getBytes(StandardCharsets.US_ASCII))
                .toList();
    }

    private static @Nullable String version(Class<?> client) {
        CodeSource source = client.getProtectionDomain().getCodeSource();
        if (source != null && source.getLocation() != null) {
            try (JarFile jar = new JarFile(new File(source.getLocation().toURI()))) {
                Manifest manifest = jar.getManifest();
                String version = manifest == null
                        ? null
                        : manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
                if (version != null) {
                    int commit = version.indexOf('/');
                    return commit < 0 ? version : version.substring(0, commit);
                }
            } catch (IOException | URISyntaxException | IllegalArgumentException e) {
                LOG.log(System.Logger.Level.DEBUG, "the version of Lettuce cannot be read from " + source, e);
            }
        }
        return null;
    }
}

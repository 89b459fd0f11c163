package io.fanfare.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The shipped binary as an executable file: one extraction for all servers of this JVM that run at the same time. */
final class ShippedBinary {
    private static final String MODULE = "embedded.redis";

    private static @Nullable Path extracted;
    private static int uses;

    private ShippedBinary() {}

    /** Returns the executable file for a resource and counts one more use of it. */
    static synchronized Path acquire(String resource) {
        Path binary = extracted;
        if (binary == null) {
            binary = extract(resource);
            extracted = binary;
        }
        uses++;
        return binary;
    }

    /** Counts one more use of the extracted file, which is in use. */
    static synchronized void retain() {
        uses++;
    }

    /** Counts one use less and deletes the file with the last. */
    static synchronized void release() {
        Path binary = extracted;
        if (--uses == 0 && binary != null) {
            extracted = null;
            Folder.delete(folder(binary));
        }
    }

    /** Returns the folder that exists for an extracted binary only. */
    static Path folder(Path binary) {
        Path parent = binary.getParent();
        if (parent == null) {
            throw new IllegalStateException(binary + " has no folder");
        }
        return parent;
    }

    private static Path extract(String resource) {
        Path folder = Folder.create("fanfare-redis-binary-");
        Path binary = folder.resolve("redis-server");
        try (InputStream content = open(resource)) {
            if (content == null) {
                throw new EmbeddedRedisException("The shipped " + resource + " was looked for in the "
                        + (named() ? "module " + MODULE : "class path")
                        + " and is not there: add org.signal:embedded-redis:0.9.1. Or else: " + BinaryLookup.WAY_OUT);
            }
            Files.copy(content, binary);
            if (!binary.toFile().setExecutable(true, true) || !Files.isExecutable(binary)) {
                throw new EmbeddedRedisException("The shipped redis-server cannot be executed from " + folder
                        + ": is it on a file system mounted noexec? Set java.io.tmpdir to another folder. Or else: "
                        + BinaryLookup.WAY_OUT);
            }
            return binary;
        } catch (IOException | RuntimeException e) {
            Folder.delete(folder);
            throw e instanceof EmbeddedRedisException known
                    ? known
                    : new EmbeddedRedisException("Cannot extract the shipped redis-server to " + binary + ": " + e, e);
        }
    }

    private static boolean named() {
        return ShippedBinary.class.getModule().isNamed();
    }

    private static @Nullable InputStream open(String resource) throws IOException {
        Module own = ShippedBinary.class.getModule();
        ModuleLayer layer = own.getLayer();
        if (layer != null) {
            Module module = layer.findModule(MODULE).orElse(null);
            return module == null ? null : module.getResourceAsStream(resource);
        }
        ClassLoader loader = ShippedBinary.class.getClassLoader();
        return loader.getResourceAsStream(resource);
    }
}

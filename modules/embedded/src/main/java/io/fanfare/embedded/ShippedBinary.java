package io.fanfare.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The shipped binary as an executable file: one extraction for all servers of this JVM that run at the same time. */
final class ShippedBinary {
    private static final String MODULE = "embedded.redis";
    private static final String FILE = "redis-server";

    private static @Nullable GuardedFolder extracted;
    private static int uses;
    private static boolean shutdown;

    private ShippedBinary() {}

    /** Returns the executable file for a resource and counts one more use of it. */
    static synchronized Path acquire(String resource) {
        GuardedFolder folder = extracted;
        if (folder == null) {
            folder = extract(resource);
            extracted = folder;
        }
        uses++;
        return folder.resolve(FILE);
    }

    /** Counts one more use of the extracted file, which is in use. */
    static synchronized void retain() {
        uses++;
    }

    /** Counts one use less and deletes the file with the last. */
    static synchronized void release() {
        if (--uses == 0) {
            delete();
        }
    }

    private static synchronized void shutDown() {
        shutdown = true;
        delete();
    }

    private static void delete() {
        GuardedFolder folder = extracted;
        if (folder != null) {
            extracted = null;
            folder.close();
        }
    }

    private static GuardedFolder extract(String resource) {
        if (shutdown) {
            throw new EmbeddedRedisException("No redis-server is started while the JVM is shutting down");
        }
        GuardedFolder folder = GuardedFolder.create("fanfare-redis-binary-", ShippedBinary::shutDown);
        Path binary = folder.resolve(FILE);
        try (InputStream content = open(resource)) {
            if (content == null) {
                throw new EmbeddedRedisException("The shipped " + resource + " was looked for in the "
                        + (ShippedBinary.class.getModule().isNamed() ? "module " + MODULE : "class path")
                        + " and is not there: add org.signal:embedded-redis:0.9.1. Or else: " + BinaryLookup.WAY_OUT);
            }
            Files.copy(content, binary);
            if (!binary.toFile().setExecutable(true, true) || !Files.isExecutable(binary)) {
                throw new EmbeddedRedisException("The shipped redis-server cannot be executed from " + folder.path()
                        + ": is it on a file system mounted noexec? Set java.io.tmpdir to another folder. Or else: "
                        + BinaryLookup.WAY_OUT);
            }
            return folder;
        } catch (IOException e) {
            folder.close();
            throw new EmbeddedRedisException("Cannot extract the shipped redis-server to " + binary + ": " + e, e);
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private static @Nullable InputStream open(String resource) throws IOException {
        ModuleLayer layer = ShippedBinary.class.getModule().getLayer();
        if (layer == null) {
            return ShippedBinary.class.getClassLoader().getResourceAsStream(resource);
        }
        Module module = layer.findModule(MODULE).orElse(null);
        return module == null ? null : module.getResourceAsStream(resource);
    }
}

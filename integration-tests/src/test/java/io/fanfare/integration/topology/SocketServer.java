package io.fanfare.integration.topology;

import io.fanfare.embedded.EmbeddedRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A server that listens on a Unix domain socket in a folder of its own. */
final class SocketServer {
    private SocketServer() {}

    static Site start() {
        try {
            Path folder = Files.createTempDirectory("fanfare");
            Path path = folder.resolve("redis.sock");
            EmbeddedRedis redis = EmbeddedRedis.builder()
                    .argument("--unixsocket", path.toString())
                    .start();
            return new Site(
                    () -> {
                        redis.close();
                        delete(path);
                        delete(folder);
                    },
                    "redis+unix://" + path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package io.fanfare.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * The main class of a JVM that starts a server and never closes it. Its arguments are the file that it reports to and
 * {@code stay}, {@code return}, {@code restart}: the server is restarted, then stopped, and the JVM stays; or
 * {@code cluster}: the server is one of the nodes of a cluster with TLS.
 */
final class ChildJvm {
    private ChildJvm() {}

    @SuppressWarnings("try")
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<EmbeddedRedis> servers = arguments[1].equals("cluster")
                ? EmbeddedCluster.builder().tls().start().nodes()
                : List.of(EmbeddedRedis.start());
        EmbeddedRedis redis = servers.get(0);
        if (arguments[1].equals("restart")) {
            redis.kill();
            redis.restart();
            redis.stop();
        }
        Path report = Path.of(arguments[0]);
        Path draft = report.resolveSibling("draft");
        Files.write(
                draft,
                List.of(
                        String.valueOf(redis.pid()),
                        redis.folder().toString(),
                        redis.binary().toString(),
                        redis.origin(),
                        String.valueOf(ChildJvm.class.getModule().getName()),
                        servers.stream()
                                .map(server -> String.valueOf(server.pid()))
                                .collect(Collectors.joining(" "))));
        Files.move(draft, report, StandardCopyOption.ATOMIC_MOVE);
        if (!arguments[1].equals("return")) {
            new CountDownLatch(1).await();
        }
    }
}

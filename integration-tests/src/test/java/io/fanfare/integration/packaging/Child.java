package io.fanfare.integration.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process that has ended.
 *
 * @param exit its exit code
 * @param output all that it wrote to standard output and standard error
 */
record Child(int exit, String output) {
    /** Runs a command to its end, in the root of the checkout and with this JDK as JAVA_HOME. */
    static Child run(Duration limit, List<String> command) {
        try {
            Path log = Files.createTempFile(Files.createDirectories(Checkout.TARGET), "child", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(Checkout.ROOT.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            Map<String, String> environment = builder.environment();
            environment.put("JAVA_HOME", System.getProperty("java.home"));
            environment.remove("JAVA_TOOL_OPTIONS");
            environment.remove("MAVEN_OPTS");
            Process process = builder.start();
            boolean ended = false;
            try {
                process.getOutputStream().close();
                ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            } finally {
                if (!ended) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly().waitFor();
                }
            }
            String output = Files.readString(log);
            Files.delete(log);
            if (!ended) {
                throw new AssertionError(command + " did not end within " + limit + "; its output:\n" + output);
            }
            return new Child(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + command, e);
        }
    }

    /** Runs {@code java} of this JDK. */
    static Child java(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // msgpack-core uses sun.misc.Unsafe, of which JDK 24 and newer warn
        command.addAll(List.of("-XX:+IgnoreUnrecognizedVMOptions", "--sun-misc-unsafe-memory-access=allow"));
        command.addAll(List.of("--enable-native-access=io.netty.common", "-Xmx256m"));
        command.addAll(arguments);
        return run(Duration.ofMinutes(2), command);
    }

    List<String> lines() {
        return output.lines().toList();
    }
}

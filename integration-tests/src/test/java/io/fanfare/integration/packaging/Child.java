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
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record Child(int exit, String out, String err) {
    /** Runs a command to its end, in the root of the checkout and with this JDK as JAVA_HOME. */
    static Child run(Duration limit, List<String> command) {
        try {
            Path out = Files.createTempFile(Checkout.TARGET, "child", ".out");
            Path err = Files.createTempFile(Checkout.TARGET, "child", ".err");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(Checkout.ROOT.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
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
            Child child = new Child(process.exitValue(), Files.readString(out), Files.readString(err));
            Files.delete(out);
            Files.delete(err);
            if (!ended) {
                throw new AssertionError(command + " did not end within " + limit + ":\n" + child);
            }
            return child;
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
        command.add("-Xmx256m");
        command.addAll(arguments);
        return run(Duration.ofMinutes(2), command);
    }

    /** Returns the lines of standard output. */
    List<String> lines() {
        return out.lines().toList();
    }

    @Override
    public String toString() {
        return "exit code " + exit + "\n" + out + err;
    }
}

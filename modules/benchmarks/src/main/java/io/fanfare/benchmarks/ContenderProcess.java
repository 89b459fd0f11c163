package io.fanfare.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The JVM of one contender, seen from the parent. It does nothing but what it is told, and ends with the parent. */
final class ContenderProcess implements AutoCloseable {
    private static final long GRACE_MILLIS = 60_000;
    private static final long EXIT_SECONDS = 10;

    private final Contender contender;
    private final Process process;
    private final Writer commands;
    private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

    ContenderProcess(
            Contender contender, Plant plant, String host, int port, List<String> jvmOptions, String classPath) {
        this.contender = contender;
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath, ContenderMain.class.getName()));
        command.addAll(List.of(contender.library().name(), contender.form().name(), plant.name(), host));
        command.add(Integer.toString(port));
        try {
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the JVM of " + contender, e);
        }
        commands = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "answers of " + contender);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // the JVM's own lines, such as those of a flight recording, are no answers
                if (line.startsWith("ok") || line.startsWith("failed")) {
                    answers.add(line);
                }
            }
            answers.add("failed the JVM has ended");
        } catch (IOException e) {
            answers.add("failed " + e);
        }
    }

    Contender contender() {
        return contender;
    }

    /** Sets up a cell. */
    void open(Workload workload, int length, long seed) throws InterruptedException {
        String unused = ask("open " + workload + " " + length + " " + seed, 0);
    }

    /** Measures the cell that is open. */
    Figures run(long millis) throws InterruptedException {
        return Figures.parse(ask("run " + millis, millis));
    }

    /** Ends the connections of the cell that is open. */
    void closeCell() throws InterruptedException {
        String unused = ask("close", 0);
    }

    private String ask(String command, long millis) throws InterruptedException {
        try {
            commands.write(command + "\n");
            commands.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(contender + " takes no commands any more", e);
        }
        @Nullable String answer = answers.poll(millis + GRACE_MILLIS, TimeUnit.MILLISECONDS);
        if (answer == null || !answer.startsWith("ok")) {
            throw new IllegalStateException(contender + " answered '" + command + "' with: " + answer);
        }
        return answer.substring(2).strip();
    }

    @Override
    public void close() {
        try (commands) {
            commands.flush();
        } catch (IOException e) {
            process.destroyForcibly();
        }
        try {
            if (!process.waitFor(EXIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

package io.fanfare.integration.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A running program in another language, with the lines that it prints. Closing it ends it. */
final class Peer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Stands for the end of the output; no line has a line feed. */
    private static final String END = "\n";

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private Peer(Process process) {
        this.process = process;
    }

    static Peer start(Language language, List<String> arguments) throws IOException {
        Process process = new ProcessBuilder(language.peer(arguments))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        Peer peer = new Peer(process);
        Thread reader = new Thread(peer::read, "fanfare-interop-" + language);
        reader.setDaemon(true);
        reader.start();
        return peer;
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException e) {
            lines.add("the output broke off: " + e);
        } finally {
            lines.add(END);
        }
    }

    /** Waits for the next line and returns its words; empty at the end of the output. */
    List<String> next() throws InterruptedException {
        String line = lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (line == null) {
            throw new AssertionError("nothing more came from " + process.info() + " within " + PATIENCE);
        }
        if (line.equals(END)) {
            lines.add(END);
            return List.of();
        }
        return List.of(line.split("\t", -1));
    }

    /** Returns all lines to the end, which must be a good one. */
    List<List<String>> untilExit() throws InterruptedException {
        List<List<String>> all = new ArrayList<>();
        for (List<String> words = next(); !words.isEmpty(); words = next()) {
            all.add(words);
        }
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(process.info() + " did not end well: " + all);
        }
        return all;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}

package io.fanfare.integration.packaging;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Jars to run an application with. Immutable. */
record Jars(List<Path> files) {
    /** Returns what {@code ./fanfare} runs with. */
    static Jars packaged() {
        try (Stream<Path> files = Files.list(Checkout.LIB)) {
            return new Jars(files.sorted().toList());
        } catch (IOException e) {
            throw new UncheckedIOException("no packaged application; run ./mvnw verify", e);
        }
    }

    /** Returns the jar of an artifact. */
    Path of(String artifact) {
        List<Path> found = files.stream().filter(is(artifact)).toList();
        if (found.size() != 1) {
            throw new AssertionError("expected one jar of " + artifact + ", found " + found + " among " + files);
        }
        return found.get(0);
    }

    Jars without(String... artifacts) {
        List<Path> unwanted = Stream.of(artifacts).map(this::of).toList();
        return new Jars(files.stream().filter(file -> !unwanted.contains(file)).toList());
    }

    Jars with(Path jar) {
        return new Jars(Stream.concat(files.stream(), Stream.of(jar)).toList());
    }

    String path() {
        return files.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Predicate<Path> is(String artifact) {
        return file -> file.getFileName().toString().matches(Pattern.quote(artifact) + "-\\d.*\\.jar");
    }
}

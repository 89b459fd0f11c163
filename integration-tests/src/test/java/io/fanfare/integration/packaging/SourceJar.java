package io.fanfare.integration.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Jars that tests compile from {@code src/test/applications} against the packaged jars. */
final class SourceJar {
    private static final ConcurrentHashMap<String, Path> BUILT = new ConcurrentHashMap<>();

    private SourceJar() {}

    /** Compiles the module of a folder, once, and returns its jar. */
    static Path build(String name) {
        return BUILT.computeIfAbsent(name, SourceJar::compile);
    }

    private static Path compile(String name) {
        Path source = Checkout.ROOT.resolve("integration-tests/src/test/applications/" + name);
        Path classes = Checkout.TARGET.resolve("applications/" + name);
        Path jar = Checkout.TARGET.resolve("applications/" + name + ".jar");
        List<String> javac = new ArrayList<>(List.of("--release", "17", "-d", classes.toString()));
        javac.addAll(List.of("-p", Jars.packaged().path()));
        javac.addAll(javaFiles(source));
        Tool.run("javac", javac.toArray(String[]::new));
        List<String> arguments = new ArrayList<>(List.of("--create", "--file", jar.toString()));
        arguments.addAll(List.of("-C", classes.toString(), "."));
        if (Files.exists(source.resolve("META-INF"))) {
            arguments.addAll(List.of("-C", source.toString(), "META-INF"));
        }
        Tool.run("jar", arguments.toArray(String[]::new));
        return jar;
    }

    private static List<String> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".java"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

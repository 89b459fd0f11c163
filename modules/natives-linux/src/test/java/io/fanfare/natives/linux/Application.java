package io.fanfare.natives.linux;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** An application of {@code src/test/applications}, compiled and run in a JVM of its own, with jars of this test's. */
final class Application {
    private static final Path SOURCES = Path.of("src", "test", "applications");

    /** What of this test's path is no part of an application. */
    private static final Pattern TEST_ONLY = Pattern.compile(
            "junit|assertj|awaitility|hamcrest|surefire|opentest4j|apiguardian|test-classes|embedded|byte-buddy-agent");

    private final List<String> jars;
    private final Path classes;

    private Application(List<String> jars, Path classes) {
        this.jars = jars;
        this.classes = classes;
    }

    /** Compiles an application against everything that this test has. */
    static Application compile(String name, Path folder) throws IOException {
        List<String> jars = Stream.of("jdk.module.path", "java.class.path")
                .flatMap(key -> Stream.of(System.getProperty(key, "").split(File.pathSeparator, -1)))
                .filter(entry -> !entry.isEmpty()
                        && !TEST_ONLY
                                .matcher(entry.replaceFirst(".*/repository/", ""))
                                .find())
                .distinct()
                .toList();
        List<String> arguments = new ArrayList<>(List.of("-d", folder.toString(), "--release", "17"));
        arguments.addAll(
                Files.exists(SOURCES.resolve(name).resolve("module-info.java"))
                        ? List.of("-p", String.join(File.pathSeparator, jars))
                        : List.of("-cp", String.join(File.pathSeparator, jars)));
        try (Stream<Path> sources = Files.walk(SOURCES.resolve(name))) {
            sources.map(Path::toString).filter(file -> file.endsWith(".java")).forEach(arguments::add);
        }
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        int exit = ToolProvider.findFirst("javac").orElseThrow().run(writer, writer, arguments.toArray(String[]::new));
        if (exit != 0) {
            throw new AssertionError("javac: " + output);
        }
        return new Application(jars, folder);
    }

    /** Returns the application without the jars or folders whose path contains {@code part}. */
    Application without(String part) {
        Predicate<String> kept = entry -> !entry.contains(part);
        List<String> fewer = jars.stream().filter(kept).toList();
        if (fewer.size() == jars.size()) {
            throw new AssertionError("nothing is named " + part + " in " + jars);
        }
        return new Application(fewer, classes);
    }

    List<String> onTheModulePath(String module, String mainClass, String... arguments) throws Exception {
        return run(List.of("-p", path(), "-m", module + "/" + mainClass), arguments);
    }

    List<String> onTheClassPath(String mainClass, String... arguments) throws Exception {
        return run(List.of("-cp", path(), mainClass), arguments);
    }

    private String path() {
        return Stream.concat(Stream.of(classes.toString()), jars.stream())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<String> run(List<String> launch, String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx128m");
        command.addAll(launch);
        command.addAll(List.of(arguments));
        Path written = Files.createTempFile("application", ".out");
        Path errors = Files.createTempFile("application", ".err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(written.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            String output = Files.readString(written);
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError("ended: " + ended + "\n" + output + Files.readString(errors));
            }
            return output.lines().toList();
        } finally {
            process.destroyForcibly().waitFor();
            Files.delete(written);
            Files.delete(errors);
        }
    }
}

package io.fanfare.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndOfJvmTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void killWhatIsLeft() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void nothingIsLeftWhenTheMainMethodReturns() throws Exception {
        Process child = launch(classPath(), "return");
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).as(output()).isZero();
        assertNothingLeft(report());
    }

    @Test
    void nothingIsLeftAfterSigterm() throws Exception {
        assertNothingLeftAfter("TERM", classPath());
    }

    @Test
    void nothingIsLeftAfterSigint() throws Exception {
        assertNothingLeftAfter("INT", classPath());
    }

    @Test
    void nothingIsLeftAfterSigkill() throws Exception {
        assertNothingLeftAfter("KILL", classPath());
    }

    @Test
    void nothingIsLeftOfARestartedAndStoppedServerAfterSigkill() throws Exception {
        assertNothingLeftAfter("KILL", classPath(), "restart");
    }

    @Test
    void nothingIsLeftOfARestartedAndStoppedServerAfterSigterm() throws Exception {
        assertNothingLeftAfter("TERM", classPath(), "restart");
    }

    @Test
    void nothingIsLeftOfAClusterAfterSigkill() throws Exception {
        assertThat(assertNothingLeftAfter("KILL", classPath(), "cluster").get(5).split(" ", -1))
                .hasSize(3);
    }

    @Test
    void theShippedBinaryIsFoundOnTheModulePath() throws Exception {
        List<String> report = assertNothingLeftAfter("TERM", modulePath());
        assertThat(report.get(3)).isEqualTo("shipped");
        assertThat(report.get(4)).isEqualTo("io.fanfare.embedded");
    }

    @Test
    void theShippedBinaryIsFoundOnTheClassPath() throws Exception {
        List<String> report = assertNothingLeftAfter("TERM", classPath());
        assertThat(report.get(3)).isEqualTo("shipped");
        assertThat(report.get(4)).isEqualTo("null");
    }

    private List<String> assertNothingLeftAfter(String signal, List<String> options) throws Exception {
        return assertNothingLeftAfter(signal, options, "stay");
    }

    private List<String> assertNothingLeftAfter(String signal, List<String> options, String mode) throws Exception {
        Process child = launch(options, mode);
        List<String> report = report();
        assertThat(alive(Long.parseLong(report.get(0)))).isTrue();
        assertThat(Path.of(report.get(1))).exists();
        assertThat(new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + child.pid())
                        .start()
                        .waitFor())
                .isZero();
        assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertNothingLeft(report);
        return report;
    }

    private static void assertNothingLeft(List<String> report) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            for (String pid : report.get(5).split(" ", -1)) {
                assertThat(alive(Long.parseLong(pid)))
                        .as("redis-server is alive")
                        .isFalse();
            }
            assertThat(Path.of(report.get(1))).doesNotExist();
            assertThat(Path.of(report.get(2)).getParent()).doesNotExist();
            assertThat(ProcessHandle.allProcesses()
                            .filter(process ->
                                    process.info().commandLine().orElse("").contains(report.get(1))))
                    .as("processes that know the folder")
                    .isEmpty();
        });
    }

    /** Returns whether a process runs; one that has ended and that its parent has not asked for does not. */
    private static boolean alive(long pid) throws IOException {
        if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty()) {
            return false;
        }
        Path state = Path.of("/proc/" + pid + "/stat");
        return !Files.exists(state) || !Files.readString(state).contains(") Z ");
    }

    /** Starts a JVM that does not ignore SIGINT, as the children of a shell's background job do. */
    private Process launch(List<String> options, String mode) throws Exception {
        List<String> command = new ArrayList<>();
        if (Files.exists(Path.of("/proc"))) {
            command.addAll(List.of("env", "--default-signal=INT"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(folder.resolve("report").toString(), mode));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(folder.resolve("output").toFile()));
        // the binary of the child comes from the jar, whatever is installed here
        builder.environment().remove("FANFARE_EMBEDDED_BINARY");
        builder.environment().put("PATH", pathWithoutRedis());
        Process child = builder.start();
        started.add(child);
        return child;
    }

    private static String pathWithoutRedis() {
        return String.join(
                File.pathSeparator,
                List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
                        .filter(entry -> !Files.exists(Path.of(entry, "redis-server")))
                        .toList());
    }

    private List<String> report() throws IOException {
        Path report = folder.resolve("report");
        await().atMost(PATIENCE)
                .until(() -> Files.exists(report) || started.stream().noneMatch(Process::isAlive));
        assertThat(report).as(output()).exists();
        return Files.readAllLines(report);
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    private static List<String> classPath() throws Exception {
        return List.of(
                "-cp",
                String.join(File.pathSeparator, classes().toString(), tests().toString(), jar()),
                ChildJvm.class.getName());
    }

    private static List<String> modulePath() throws Exception {
        return List.of(
                "-p",
                String.join(File.pathSeparator, classes().toString(), jar()),
                "--patch-module",
                "io.fanfare.embedded=" + tests(),
                "-m",
                "io.fanfare.embedded/" + ChildJvm.class.getName());
    }

    private static Path classes() {
        return Path.of("target", "classes").toAbsolutePath();
    }

    private static Path tests() {
        return Path.of("target", "test-classes").toAbsolutePath();
    }

    private static String jar() throws Exception {
        URL resource = EmbeddedRedis.class.getClassLoader().getResource("redis-server-7.0.15-linux-amd64");
        String inside = resource.getPath();
        return Path.of(new java.net.URI(inside.substring(0, inside.indexOf("!/"))))
                .toString();
    }
}

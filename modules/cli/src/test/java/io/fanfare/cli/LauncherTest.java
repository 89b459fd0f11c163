package io.fanfare.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher script in a project of its own, with a java and an mvnw that only tell how they were called. */
class LauncherTest {
    private static final Path SCRIPT = Path.of("..", "..", "fanfare");

    @TempDir
    private Path temporary;

    private final Map<String, String> environment = new HashMap<>();
    private Path project;
    private Path jdk;

    private record Exit(int code, String out, String err) {}

    @BeforeEach
    void project() throws IOException {
        project = Files.createDirectory(temporary.resolve("a project"));
        jdk = temporary.resolve("a jdk");
        Files.copy(SCRIPT, project.resolve("fanfare"));
        for (String folder : List.of("spi", "modules/cli/src/main/java", "transport-x", "codec-x")) {
            Files.createDirectories(project.resolve(folder));
        }
        Files.writeString(project.resolve("pom.xml"), "");
        program(
                project.resolve("mvnw"),
                "echo \"$@\" >>builds",
                "echo from maven",
                "mkdir -p modules/cli/target/fanfare/lib",
                "touch modules/cli/target/fanfare/built");
        java("17.0.15");
        environment.put("JAVA_HOME", jdk.toString());
    }

    private void java(String version) throws IOException {
        Files.createDirectories(jdk.resolve("bin"));
        program(
                jdk.resolve("bin/java"),
                "case $1 in",
                "-version) echo 'openjdk version \"" + version + "\" 2025-04-15' >&2 ;;",
                "--list-modules) echo java.base@17; echo jdk.compiler@17 ;;",
                "*) printf '%s|' \"$@\" ;;",
                "esac");
    }

    private static void program(Path file, String... lines) throws IOException {
        Files.deleteIfExists(file);
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Process start(Path script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(temporary.toFile());
        builder.environment().keySet().removeAll(List.of("JAVA_HOME", "FANFARE_JAVA_OPTS", "JAVA_TOOL_OPTIONS"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Exit exit(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
        return new Exit(process.waitFor(), out, err);
    }

    private Exit launch(String... arguments) throws Exception {
        return exit(start(project.resolve("fanfare"), arguments));
    }

    private List<String> builds() throws IOException {
        Path builds = project.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds) : List.of();
    }

    @Test
    void theFirstUseBuildsAndThenRunsOnTheModulePath() throws Exception {
        Exit exit = launch("pub", "a channel", "");
        assertThat(exit.err()).isEqualTo("fanfare: building Fanfare (first use, about a minute) ...\n");
        assertThat(exit.out())
                .endsWith("|-p|" + project.toRealPath()
                        + "/modules/cli/target/fanfare/lib|-m|io.fanfare.cli|pub|a channel||")
                .startsWith("-Xmx512m|");
        assertThat(exit.code()).isZero();
        assertThat(builds())
                .containsExactly(
                        "-q -B -ntp -Dmaven.test.skip -Dspotless.check.skip -Dcheckstyle.skip -pl modules/cli -am package");
    }

    @Test
    void theSecondUseDoesNotBuild() throws Exception {
        launch();
        assertThat(launch().err()).isEmpty();
        assertThat(builds()).hasSize(1);
    }

    @Test
    void aNewerSourceIsBuilt() throws Exception {
        launch();
        Path source = Files.writeString(project.resolve("modules/cli/src/main/java/A.java"), "");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(5)));
        assertThat(launch().err()).isEqualTo("fanfare: building Fanfare (a source is newer than the last build) ...\n");
        assertThat(builds()).hasSize(2);
    }

    @Test
    void aNewerPomIsBuilt() throws Exception {
        launch();
        Path pom = Files.writeString(project.resolve("codec-x/pom.xml"), "");
        Files.setLastModifiedTime(pom, FileTime.from(Instant.now().plusSeconds(5)));
        launch();
        assertThat(builds()).hasSize(2);
    }

    @Test
    void aDeletedSourceIsBuilt() throws Exception {
        launch();
        Files.setLastModifiedTime(
                project.resolve("modules/cli/src/main/java"),
                FileTime.from(Instant.now().plusSeconds(5)));
        launch();
        assertThat(builds()).hasSize(2);
    }

    @Test
    void aFailedBuildShowsItsOutputAndRunsNothing() throws Exception {
        program(project.resolve("mvnw"), "echo from maven", "exit 1");
        Exit exit = launch("providers");
        assertThat(exit.code()).isEqualTo(ExitCode.FAILED);
        assertThat(exit.out()).isEmpty();
        assertThat(exit.err()).contains("from maven", "fanfare: the build failed");
        assertThat(project.resolve("modules/cli/target/build.lock")).doesNotExist();
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        program(
                project.resolve("mvnw"),
                "echo build >>builds",
                "until [ -e go ]; do sleep 0.05; done",
                "mkdir -p modules/cli/target/fanfare/lib",
                "touch modules/cli/target/fanfare/built");
        Process one = start(project.resolve("fanfare"));
        await().until(() -> builds().size() == 1);
        Process two = start(project.resolve("fanfare"));
        assertThat(two.errorReader().readLine()).startsWith("fanfare: waiting for the build of process " + one.pid());
        Files.createFile(project.resolve("go"));
        assertThat(exit(one).code()).isZero();
        assertThat(exit(two).code()).isZero();
        assertThat(builds()).hasSize(1);
    }

    @Test
    void theLockOfADeadProcessIsTakenOver() throws Exception {
        Process dead = new ProcessBuilder("true").start();
        dead.waitFor();
        Path target = Files.createDirectories(project.resolve("modules/cli/target"));
        Files.writeString(target.resolve("build.lock"), dead.pid() + "\n");
        assertThat(launch().code()).isZero();
        assertThat(builds()).hasSize(1);
        assertThat(target.resolve("build.lock")).doesNotExist();
    }

    @Test
    void symbolicLinksAreFollowed() throws Exception {
        Path folder = Files.createDirectory(temporary.resolve("bin"));
        Files.createSymbolicLink(folder.resolve("second"), Path.of("../a project/fanfare"));
        Path link = Files.createSymbolicLink(temporary.resolve("first"), Path.of("bin/second"));
        assertThat(exit(start(link)).out()).contains("-p|" + project.toRealPath() + "/modules/cli/target");
    }

    @Test
    void anOlderJavaIsRefusedBeforeAnythingIsBuilt() throws Exception {
        java("1.8.0_392");
        Exit exit = launch();
        assertThat(exit.code()).isEqualTo(ExitCode.USAGE);
        assertThat(exit.err())
                .isEqualTo("fanfare: Java 17 or newer is needed, but " + jdk
                        + "/bin/java (from JAVA_HOME) is 1.8.0_392; set JAVA_HOME to a JDK 17 or newer.\n");
        assertThat(builds()).isEmpty();
    }

    @Test
    void theJavaOfThePathIsUsedWithoutJavaHome() throws Exception {
        environment.remove("JAVA_HOME");
        environment.put("PATH", jdk.resolve("bin") + ":" + System.getenv("PATH"));
        java("11.0.2");
        Exit exit = launch();
        assertThat(exit.code()).isEqualTo(ExitCode.USAGE);
        assertThat(exit.err()).contains(jdk + "/bin/java (from PATH) is 11.0.2;");
    }

    @Test
    void aJavaHomeWithoutJavaIsTold() throws Exception {
        environment.put("JAVA_HOME", temporary.toString());
        Exit exit = launch();
        assertThat(exit.code()).isEqualTo(ExitCode.USAGE);
        assertThat(exit.err())
                .isEqualTo("fanfare: JAVA_HOME is " + temporary
                        + ", which has no bin/java; set it to a JDK 17 or newer.\n");
    }

    @Test
    void anEarlyAccessJavaIsAccepted() throws Exception {
        java("26-ea");
        assertThat(launch().code()).isZero();
    }

    @Test
    void ownJvmOptionsComeAfterTheLaunchersOwn() throws Exception {
        environment.put("FANFARE_JAVA_OPTS", "-Xmx1g -Da=b");
        assertThat(launch("conformance").out())
                .startsWith("-Xmx512m|-XX:+IgnoreUnrecognizedVMOptions|")
                .contains("|-Xmx1g|-Da=b|-p|");
    }
}

package io.fanfare.integration.containers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without an engine, or without the image, nothing is skipped: a sentence says what to do. */
class NoEngineIT {
    @TempDir
    Path home;

    @Test
    void aMissingEngineIsNamedWithTheWayToOne() throws Exception {
        assertThat(fails("unix://" + home.resolve("none.sock"), Engine.LOCAL_IMAGE))
                .contains(
                        "There is no container engine",
                        "DOCKER_HOST=unix://" + home.resolve("none.sock"),
                        "Install and start Docker",
                        "eval \"$(.ci/containers)\"",
                        "./mvnw verify -Pcontainers");
    }

    @Test
    void aMissingImageIsNamedWithTheWayToIt() throws Exception {
        Engine.require();
        assertThat(fails(null, "localhost/fanfare-nothing:1"))
                .contains(
                        "has no image localhost/fanfare-nothing:1",
                        "eval \"$(.ci/containers)\"",
                        "-Dfanfare.containers.image=redis:8");
    }

    /** Returns what a JVM prints that finds something missing. */
    private String fails(String dockerHost, String image) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Duser.home=" + home,
                        "-Dfanfare.containers.image=" + image,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Engine.class.getName()))
                .redirectErrorStream(true);
        if (dockerHost != null) {
            builder.environment().put("DOCKER_HOST", dockerHost);
        }
        Process child = builder.start();
        String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).as(output).isTrue();
        assertThat(child.exitValue()).as(output).isEqualTo(1);
        return output;
    }
}

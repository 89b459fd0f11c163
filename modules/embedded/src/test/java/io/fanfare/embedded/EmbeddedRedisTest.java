package io.fanfare.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedRedisTest {
    @Test
    void answersPingAndTellsWhatItIs() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                RespSocket socket = new RespSocket(redis.port(), 5000)) {
            assertThat(socket.call("PING")).isEqualTo("PONG");
            assertThat(redis.host()).isEqualTo("127.0.0.1");
            assertThat(redis.uri()).isEqualTo("redis://127.0.0.1:" + redis.port());
            assertThat(socket.call("INFO", "server"))
                    .contains("redis_version:" + redis.version(), "process_id:" + redis.pid());
            assertThat(redis.version()).matches("\\d+\\.\\d+\\.\\d+");
            assertThat(ProcessHandle.of(redis.pid())).get().satisfies(ProcessHandle::isAlive);
            assertThat(redis.binary()).isExecutable();
            assertThat(redis.toString()).contains(redis.version(), redis.origin(), redis.uri());
        }
    }

    @Test
    void runsWithTheSettingsOfPubSub() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                RespSocket socket = new RespSocket(redis.port(), 5000)) {
            assertThat(setting(socket, "client-output-buffer-limit")).contains("pubsub 268435456 134217728 60");
            assertThat(setting(socket, "tcp-keepalive")).isEqualTo("300");
            assertThat(setting(socket, "tcp-backlog")).isEqualTo("511");
            assertThat(setting(socket, "timeout")).isEqualTo("0");
            assertThat(setting(socket, "save")).isEmpty();
            assertThat(setting(socket, "appendonly")).isEqualTo("no");
            assertThat(setting(socket, "notify-keyspace-events")).isEmpty();
            assertThat(setting(socket, "bind")).isEqualTo("127.0.0.1");
            assertThat(setting(socket, "daemonize")).isEqualTo("no");
            assertThat(Path.of(setting(socket, "dir")).toRealPath())
                    .isEqualTo(redis.folder().toRealPath());
            assertThat(Integer.parseInt(setting(socket, "maxclients"))).isBetween(1, 10_000);
        }
    }

    @Test
    void workFolderIsReadableByItsOwnerOnly() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(redis.folder())))
                    .isEqualTo("rwx------");
            assertThat(redis.folder().resolve("redis-server.log")).isNotEmptyFile();
        }
    }

    @Test
    void laterArgumentsOverrideTheDefaults() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.builder()
                        .argument("--tcp-keepalive", "7")
                        .argument("--client-output-buffer-limit", "normal", "1mb", "0", "0")
                        .start();
                RespSocket socket = new RespSocket(redis.port(), 5000)) {
            assertThat(setting(socket, "tcp-keepalive")).isEqualTo("7");
            assertThat(setting(socket, "client-output-buffer-limit"))
                    .contains("normal 1048576 0 0", "pubsub 268435456 134217728 60");
        }
    }

    @Test
    void startsInClusterModeOnAnyFreePort() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.builder()
                        .argument("--cluster-enabled", "yes")
                        .start();
                RespSocket socket = new RespSocket(redis.port(), 5000)) {
            assertThat(socket.call("CLUSTER", "INFO")).contains("cluster_state:");
        }
    }

    @Test
    void startsWithAPassword() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.builder()
                        .argument("--requirepass", "secret")
                        .start();
                RespSocket socket = new RespSocket(redis.port(), 5000)) {
            assertThatThrownBy(() -> socket.call("PING")).hasMessageContaining("NOAUTH");
            assertThat(socket.call("AUTH", "secret")).isEqualTo("OK");
        }
    }

    @Test
    void manyStartAtOnceOnPortsOfTheirOwn() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        List<EmbeddedRedis> servers = new ArrayList<>();
        try {
            List<Callable<EmbeddedRedis>> starts = Collections.nCopies(6, EmbeddedRedis::start);
            for (Future<EmbeddedRedis> start : threads.invokeAll(starts)) {
                servers.add(start.get());
            }
            assertThat(servers).extracting(EmbeddedRedis::port).doesNotHaveDuplicates();
            assertThat(servers).extracting(EmbeddedRedis::pid).doesNotHaveDuplicates();
            assertThat(servers).extracting(EmbeddedRedis::folder).doesNotHaveDuplicates();
            assertThat(servers.stream().map(EmbeddedRedis::binary).distinct()).hasSize(1);
            servers.get(0).close();
            try (RespSocket socket = new RespSocket(servers.get(1).port(), 5000)) {
                assertThat(socket.call("PING")).isEqualTo("PONG");
            }
        } finally {
            threads.shutdownNow();
            servers.forEach(EmbeddedRedis::close);
        }
    }

    @Test
    void closeLeavesNeitherProcessNorFolderNorGuardAndMayBeRepeated() {
        List<Long> before = children();
        EmbeddedRedis redis = EmbeddedRedis.start();
        assertThat(children().size()).isGreaterThan(before.size());
        redis.close();
        redis.close();
        assertThat(ProcessHandle.of(redis.pid()).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(redis.folder()).doesNotExist();
        assertThat(children()).containsExactlyInAnyOrderElementsOf(before);
        assertThatThrownBy(() -> new RespSocket(redis.port(), 1000)).isInstanceOf(IOException.class);
        if (redis.origin().equals("shipped")) {
            assertThat(redis.binary()).doesNotExist();
        }
    }

    @Test
    void closeAfterACrashOfTheServerDeletesTheFolder() {
        EmbeddedRedis redis = EmbeddedRedis.start();
        ProcessHandle.of(redis.pid()).orElseThrow().destroyForcibly();
        redis.close();
        assertThat(redis.folder()).doesNotExist();
    }

    @Test
    void closeWorksAfterTheEndOfTheGuard() {
        List<Long> before = children();
        EmbeddedRedis redis = EmbeddedRedis.start();
        List<ProcessHandle> guards = ProcessHandle.current()
                .children()
                .filter(child -> child.pid() != redis.pid() && !before.contains(child.pid()))
                .toList();
        assertThat(guards).hasSize(1);
        guards.get(0).destroyForcibly();
        guards.get(0).onExit().join();
        redis.close();
        assertThat(redis.folder()).doesNotExist();
        assertThat(children()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void closeByAnInterruptedThreadLeavesNothingAndKeepsTheInterrupt() {
        EmbeddedRedis redis = EmbeddedRedis.start();
        Thread.currentThread().interrupt();
        redis.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(redis.folder()).doesNotExist();
        assertThat(ProcessHandle.of(redis.pid()).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void aServerStartsAtThePortOfAClosedOne() throws IOException {
        int port;
        try (EmbeddedRedis first = EmbeddedRedis.start();
                RespSocket connected = new RespSocket(first.port(), 5000)) {
            port = first.port();
            assertThat(connected.call("PING")).isEqualTo("PONG");
        }
        try (EmbeddedRedis second = EmbeddedRedis.builder().port(port).start()) {
            assertThat(second.port()).isEqualTo(port);
        }
    }

    @Test
    void aTakenPortFailsWithTheLogAndLeavesNothing() throws IOException {
        List<Long> before = children();
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(Loopback.address(0));
            EmbeddedRedis.Builder builder = EmbeddedRedis.builder().port(taken.getLocalPort());
            assertThatThrownBy(builder::start)
                    .isInstanceOf(EmbeddedRedisException.class)
                    .hasMessageContainingAll("127.0.0.1:" + taken.getLocalPort(), "exit code 1", "in use");
        }
        assertThat(children()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void aPortTakenByAnotherRedisIsNotMistakenForOurs() {
        try (EmbeddedRedis first = EmbeddedRedis.start()) {
            EmbeddedRedis.Builder second = EmbeddedRedis.builder().port(first.port());
            assertThatThrownBy(second::start)
                    .isInstanceOf(EmbeddedRedisException.class)
                    .hasMessageContaining("in use");
        }
    }

    @Test
    void aRefusedArgumentShowsTheLog() {
        EmbeddedRedis.Builder builder = EmbeddedRedis.builder().argument("--no-such-setting", "1");
        assertThatThrownBy(builder::start)
                .isInstanceOf(EmbeddedRedisException.class)
                .hasMessageContainingAll("exit code 1", "no-such-setting", "Bad directive");
    }

    @Test
    void aServerThatNeverAnswersFailsAfterTheStartTimeout(@TempDir Path folder) throws IOException {
        Path mute = script(folder, "echo warming up; exec sleep 600");
        EmbeddedRedis.Builder builder = EmbeddedRedis.builder().binary(mute).startTimeout(Duration.ofMillis(300));
        List<Long> before = children();
        assertThatThrownBy(builder::start)
                .isInstanceOf(EmbeddedRedisException.class)
                .hasMessageContainingAll("PING", "PT0.3S", "warming up");
        assertThat(children()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void aConfiguredWrapperScriptIsStoppedWithTheServerBelowIt(@TempDir Path folder) throws IOException {
        long pid;
        try (EmbeddedRedis real = EmbeddedRedis.start()) {
            Path wrapper = script(folder, "'" + real.binary() + "' \"$@\"\nexit $?");
            try (EmbeddedRedis wrapped = EmbeddedRedis.builder().binary(wrapper).start()) {
                assertThat(wrapped.origin()).isEqualTo("configured");
                assertThat(wrapped.binary()).isEqualTo(wrapper);
                pid = wrapped.pid();
                assertThat(ProcessHandle.of(pid).orElseThrow().info().command().orElseThrow())
                        .doesNotEndWith("sh");
            }
            assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        }
    }

    @Test
    void aBinaryThatIsNoProgramFailsClearly(@TempDir Path folder) throws IOException {
        Path broken = Files.write(folder.resolve("redis-server"), new byte[] {1, 2, 3, 4});
        assertThat(broken.toFile().setExecutable(true)).isTrue();
        EmbeddedRedis.Builder builder = EmbeddedRedis.builder().binary(broken);
        assertThatThrownBy(builder::start)
                .isInstanceOf(EmbeddedRedisException.class)
                .hasMessageContaining(broken.toString());
    }

    @Test
    void builderRefusesWhatCannotBe() {
        EmbeddedRedis.Builder builder = EmbeddedRedis.builder();
        assertThatThrownBy(() -> builder.port(65536)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.argument("port", "1")).hasMessageContaining("--");
        assertThatThrownBy(() -> builder.argument("--port", "1")).hasMessageContaining("port(int)");
        assertThatThrownBy(() -> builder.argument("--dir", "/")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.startTimeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    static Path script(Path folder, String body) throws IOException {
        Path script = Files.writeString(folder.resolve("redis-server"), "#!/bin/sh\n" + body + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        return script;
    }

    private static String setting(RespSocket socket, String name) throws IOException {
        String[] nameAndValue = socket.call("CONFIG", "GET", name).split("\n", -1);
        assertThat(nameAndValue).hasSize(2).startsWith(name);
        return nameAndValue[1];
    }

    private static List<Long> children() {
        return ProcessHandle.current().descendants().map(ProcessHandle::pid).toList();
    }
}

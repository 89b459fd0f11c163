package io.fanfare.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Killing, stopping and restarting one server. */
class LifeTest {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final int SILENCE_MILLIS = 200;

    @Test
    void aKilledServerCutsItsConnectionsAndRefusesNewOnes() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                RespSocket socket = open(redis)) {
            socket.call("PING");
            redis.kill();
            assertThat(alive(redis.pid())).isFalse();
            assertThatThrownBy(() -> socket.call("PING")).isInstanceOfAny(EOFException.class, SocketException.class);
            assertThatThrownBy(() -> open(redis)).isInstanceOf(ConnectException.class);
            redis.kill();
        }
    }

    @Test
    void aRestartKeepsPortSettingsAndFolderAfterAKillAndWithoutOne() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.builder()
                .argument("--tcp-keepalive", "17")
                .argument("--requirepass", "secret")
                .start()) {
            int port = redis.port();
            Path folder = redis.folder();
            for (Runnable before : List.<Runnable>of(redis::kill, () -> {}, redis::stop, redis::kill)) {
                long pid = redis.pid();
                before.run();
                redis.restart();
                assertThat(redis.pid()).isNotEqualTo(pid);
                assertThat(alive(pid)).isFalse();
                assertThat(redis.port()).isEqualTo(port);
                assertThat(redis.folder()).isEqualTo(folder);
                try (RespSocket socket = open(redis)) {
                    socket.call("AUTH", "secret");
                    assertThat(socket.call("CONFIG", "GET", "tcp-keepalive")).isEqualTo("tcp-keepalive\n17");
                    assertThat(socket.call("INFO", "server")).contains("process_id:" + redis.pid());
                }
            }
        }
    }

    @Test
    void aRestartAfterACrashWorks() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            ProcessHandle crashed = ProcessHandle.of(redis.pid()).orElseThrow();
            crashed.destroyForcibly();
            crashed.onExit().join();
            redis.restart();
            try (RespSocket socket = open(redis)) {
                assertThat(socket.call("PING")).isEqualTo("PONG");
            }
        }
    }

    @Test
    void thePortOfAKilledServerIsHeld() {
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            redis.kill();
            assertThatThrownBy(() -> {
                        try (ServerSocket thief = new ServerSocket()) {
                            thief.setReuseAddress(false);
                            thief.bind(Loopback.address(redis.port()));
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("in use");
        }
    }

    @Test
    @SuppressWarnings("try")
    void aRestartWaitsForThePort() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                ServerSocket thief = new ServerSocket()) {
            redis.kill();
            // what is held for the restart is shared by those who ask for it
            thief.setReuseAddress(true);
            thief.bind(Loopback.address(redis.port()));
            CompletableFuture<Void> restart = CompletableFuture.runAsync(redis::restart);
            await().until(() -> Path.of(redis.folder().toString(), "redis-server-3.log")
                    .toFile()
                    .exists());
            assertThat(restart).isNotDone();
            thief.close();
            restart.join();
            try (RespSocket socket = open(redis)) {
                assertThat(socket.call("PING")).isEqualTo("PONG");
            }
        }
    }

    @Test
    @SuppressWarnings("try")
    void aRestartGivesUpWaitingForThePortAndMayBeRepeated() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.builder()
                        .startTimeout(Duration.ofSeconds(2))
                        .start();
                ServerSocket thief = new ServerSocket()) {
            redis.kill();
            thief.setReuseAddress(true);
            thief.bind(Loopback.address(redis.port()));
            assertThatThrownBy(redis::restart)
                    .isInstanceOf(EmbeddedRedisException.class)
                    .hasMessageContainingAll(String.valueOf(redis.port()), "in use");
            assertThatThrownBy(redis::stop)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("restart()");
            thief.close();
            redis.restart();
            try (RespSocket socket = open(redis)) {
                assertThat(socket.call("PING")).isEqualTo("PONG");
            }
        }
    }

    @Test
    void aRestartThatRunsOutOfTimeTellsHowTheProcessBeforeItEnded(@TempDir Path folder) throws IOException {
        String body = """
                [ -e '%1$s/mute' ] && exec sleep 600
                [ -e '%1$s/taken' ] && touch '%1$s/mute' && echo 'bind: Address already in use' && exit 1
                exec '%2$s' "$@"
                """;
        try (EmbeddedRedis real = EmbeddedRedis.start()) {
            Path binary = EmbeddedRedisTest.script(folder, body.formatted(folder, real.binary()));
            try (EmbeddedRedis redis = EmbeddedRedis.builder()
                    .binary(binary)
                    .startTimeout(Duration.ofSeconds(2))
                    .start()) {
                redis.kill();
                Files.createFile(folder.resolve("taken"));
                assertThatThrownBy(redis::restart)
                        .isInstanceOf(EmbeddedRedisException.class)
                        .hasMessageContainingAll(
                                String.valueOf(redis.port()), "did not answer PING within PT2S", "in use");
            }
        }
    }

    @Test
    void aStoppedServerAnswersNothingUntilItIsResumed() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                RespSocket open = new RespSocket(redis.port(), SILENCE_MILLIS)) {
            assertThat(open.call("PING")).isEqualTo("PONG");
            redis.stop();
            redis.stop();
            assertThatThrownBy(() -> open.call("PING")).isInstanceOf(SocketTimeoutException.class);
            try (RespSocket accepted = new RespSocket(redis.port(), SILENCE_MILLIS)) {
                assertThatThrownBy(() -> accepted.call("PING")).isInstanceOf(SocketTimeoutException.class);
            }
            redis.resume();
            redis.resume();
            try (RespSocket again = open(redis)) {
                assertThat(again.call("PING")).isEqualTo("PONG");
            }
        }
    }

    @Test
    void closeWorksOnAStoppedAndOnAKilledServerAndLeavesNothing() {
        List<Long> before = children();
        for (int state = 0; state < 4; state++) {
            EmbeddedRedis redis = EmbeddedRedis.start();
            switch (state) {
                case 0 -> redis.stop();
                case 1 -> redis.kill();
                case 2 -> {
                    redis.kill();
                    redis.restart();
                }
                default -> {
                    redis.restart();
                    redis.stop();
                    redis.kill();
                }
            }
            redis.close();
            redis.close();
            assertThat(redis.folder()).doesNotExist();
            assertThat(alive(redis.pid())).isFalse();
            assertThat(children()).containsExactlyInAnyOrderElementsOf(before);
            redis.kill();
            assertThatThrownBy(redis::restart).hasMessageContaining("closed");
            assertThatThrownBy(redis::stop).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aWrapperScriptIsStoppedAndRestartedWithItsServer(@TempDir Path folder) throws IOException {
        try (EmbeddedRedis real = EmbeddedRedis.start()) {
            Path wrapper = EmbeddedRedisTest.script(folder, "'" + real.binary() + "' \"$@\"\nexit $?");
            try (EmbeddedRedis wrapped = EmbeddedRedis.builder().binary(wrapper).start()) {
                wrapped.stop();
                try (RespSocket socket = new RespSocket(wrapped.port(), SILENCE_MILLIS)) {
                    assertThatThrownBy(() -> socket.call("PING")).isInstanceOf(SocketTimeoutException.class);
                }
                long pid = wrapped.pid();
                wrapped.restart();
                assertThat(alive(pid)).isFalse();
                try (RespSocket socket = open(wrapped)) {
                    assertThat(socket.call("PING")).isEqualTo("PONG");
                }
            }
        }
    }

    static RespSocket open(EmbeddedRedis redis) throws IOException {
        return new RespSocket(redis.port(), PATIENCE_MILLIS);
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    private static List<Long> children() {
        return ProcessHandle.current().descendants().map(ProcessHandle::pid).toList();
    }
}

package io.fanfare.natives.linux;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.embedded.EmbeddedRedis;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sockets the transports use in an application that has, or has not, this module. */
class NativeIoTest {
    private static final String MODULE = "io.fanfare.probe";
    private static final String PROBE = "io.fanfare.probe.Probe";
    private static final String NATIVE_JARS = "netty-transport-native-epoll";
    private static final String THIS_MODULE = Path.of("natives-linux", "target").toString();

    private final EmbeddedRedis redis = EmbeddedRedis.start();
    private final String port = Integer.toString(redis.port());

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        redis.close();
    }

    @Test
    void thisModuleIsAllThatAnApplicationOnTheModulePathNeeds() throws Exception {
        Application application = Application.compile("probe", folder);
        assertThat(application.onTheModulePath(MODULE, PROBE, port, "auto"))
                .containsExactlyInAnyOrder("found epoll true", "lettuce EPOLL", "redisson EPOLL");
        assertThat(application.without(THIS_MODULE).onTheModulePath(MODULE, PROBE, port, "auto"))
                .as("Netty's jars alone are not resolved")
                .containsExactlyInAnyOrder("lettuce OFF", "redisson OFF");
    }

    @Test
    void onTheClassPathNettysJarsAreEnough() throws Exception {
        Application application = Application.compile("probe", folder);
        assertThat(application.onTheClassPath(PROBE, port, "epoll"))
                .containsExactlyInAnyOrder("found epoll true", "lettuce EPOLL", "redisson EPOLL");
        assertThat(application.without(NATIVE_JARS).onTheClassPath(PROBE, port, "epoll"))
                .as("the hint for what is not there")
                .containsExactlyInAnyOrder("found epoll false", "lettuce OFF", "redisson OFF");
    }

    @Test
    void whatIsSwitchedOffIsNotUsedByRedisson() throws Exception {
        assertThat(Application.compile("probe", folder).onTheClassPath(PROBE, port, "off"))
                .contains("redisson OFF");
    }

    @Test
    void theSocketsAreThoseOfEpollAndHaveTheUserTimeout() throws Exception {
        Application application = Application.compile("peek", folder);
        List<String> sockets = application.onTheClassPath("io.fanfare.peek.Main", port, "7s");
        assertThat(sockets)
                .containsExactlyInAnyOrder("lettuce EpollSocketChannel 7000 ms", "redisson EpollSocketChannel 7000 ms");
        assertThat(application.onTheClassPath("io.fanfare.peek.Main", port, "0s"))
                .containsExactlyInAnyOrder("lettuce EpollSocketChannel 0 ms", "redisson EpollSocketChannel 0 ms");
        assertThat(application.without(NATIVE_JARS).onTheClassPath("io.fanfare.peek.Main", port, "7s"))
                .containsExactlyInAnyOrder("lettuce NioSocketChannel", "redisson NioSocketChannel");
    }
}

package io.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteLoadTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://localhost",
                "redis://127.0.0.1:1",
                "redis://[::1]:6379",
                "redis+unix:///run/redis.sock",
                "rediss://u:p@127.1.2.3"
            })
    void thisMachineNeedsNoConsent(String uri) {
        assertThat(RemoteLoad.problem(uri)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"redis://192.0.2.1", "redis+cluster://127.0.0.1:1,192.0.2.1:6379", "redis://no.such.host.invalid"
            })
    void anotherMachineNeedsConsent(String uri) {
        assertThat(RemoteLoad.problem(uri)).contains("--yes-load-a-remote-server");
    }
}

package io.fanfare.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The server is stopped for longer than a PING may be without an answer, and goes on. */
class StoppedServerIT {
    @ParameterizedTest
    @MethodSource("io.fanfare.integration.faults.Transports#all")
    void isGivenUpAndFoundAgain(String transport) throws Exception {
        try (Scene scene = new SceneSetup(transport).findSilence().open()) {
            Instant stopped = Instant.now();
            scene.redis.stop();
            scene.awaitLoss(stopped);
            scene.redis.resume();
            scene.awaitReturn();
            assertThat(scene.settle()).isPositive();
        }
    }
}

package io.fanfare.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Reply;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The server ends the subscriber's connection. */
class KilledConnectionIT {
    @ParameterizedTest
    @MethodSource("io.fanfare.integration.faults.Transports#all")
    void duringTenThousandMessagesPerSecond(String transport) throws Exception {
        try (Scene scene = new SceneSetup(transport).perSecond(10_000).open()) {
            assertThat(scene.server.ask("CLIENT", "KILL", "TYPE", "pubsub")).isEqualTo(new Reply.OfNumber(1));
            scene.awaitReturn();
            assertThat(scene.settle()).isPositive();
        }
    }
}

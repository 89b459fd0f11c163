package io.fanfare.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.faults.AppliedPlan;
import io.fanfare.faults.Direction;
import io.fanfare.faults.Plan;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The subscriber reads too slowly, and the server ends its connection since its output buffer is full. */
class OutputBufferIT {
    private static final String ALL = "io.fanfare.integration.faults.Transports#all";

    private static final int FLOOD = 32 << 10;

    @ParameterizedTest
    @MethodSource(ALL)
    void behindAStalledNetworkThatThePingFinds(String transport) throws Exception {
        try (Scene scene = new SceneSetup(transport)
                .behindProxy()
                .findSilence()
                .outputBufferOfOneMebibyte()
                .open()) {
            Instant began = Instant.now();
            AppliedPlan stall = scene.proxy.apply(Plan.stall().towards(Direction.TO_CLIENT));
            floodUntilCut(scene);
            scene.awaitLoss(began);
            stall.remove();
            scene.awaitReturn();
            assertThat(scene.settle()).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void behindANetworkThatCatchesUp(String transport) throws Exception {
        try (Scene scene = new SceneSetup(transport)
                .behindProxy()
                .outputBufferOfOneMebibyte()
                .open()) {
            AppliedPlan stall = scene.proxy.apply(Plan.stall().towards(Direction.TO_CLIENT));
            floodUntilCut(scene);
            stall.remove();
            scene.awaitReturn();
            assertThat(scene.settle()).isPositive();
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void withHandlersThatHoldReadingUp(String transport) throws Exception {
        try (Scene scene = new SceneSetup(transport)
                .blockAt(64)
                .outputBufferOfOneMebibyte()
                .open()) {
            scene.audience.receivers().forEach(Receiver::hold);
            floodUntilCut(scene);
            scene.audience.receivers().forEach(Receiver::release);
            scene.awaitReturn();
            assertThat(scene.settle()).isPositive();
        }
    }

    /** Publishes large messages until the server has ended the connection, which the subscriber does not know yet. */
    private static void floodUntilCut(Scene scene) {
        Instant began = Instant.now();
        scene.traffic.pad(FLOOD);
        scene.server.awaitSubscribers(0);
        scene.traffic.pad(0);
        scene.traffic.awaitMore(400);
        assertThat(scene.knowsOfNoLoss(began)).isTrue();
    }
}

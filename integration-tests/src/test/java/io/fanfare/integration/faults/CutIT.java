package io.fanfare.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.faults.Direction;
import io.fanfare.faults.Plan;
import io.fanfare.faults.Trigger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The subscriber's connection is cut in the middle of a message. */
class CutIT {
    private static final String ALL = "io.fanfare.integration.faults.Transports#all";

    @ParameterizedTest
    @MethodSource(ALL)
    void byReset(String transport) throws Exception {
        cut(transport, Plan.reset());
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void byFin(String transport) throws Exception {
        cut(transport, Plan.finish());
    }

    private static void cut(String transport, Plan plan) throws Exception {
        try (Scene scene =
                new SceneSetup(transport).behindProxy().perSecond(5_000).open()) {
            scene.proxy.apply(plan.when(Trigger.bytes(Direction.TO_CLIENT, 100_003)));
            scene.awaitReturn();
            assertThat(scene.settle()).isPositive();
        }
    }
}

package io.fanfare.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.faults.AppliedPlan;
import io.fanfare.faults.Plan;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The subscriber's connection stays open and nothing passes, in either direction. */
class BlackHoleIT {
    @ParameterizedTest
    @MethodSource("io.fanfare.integration.faults.Transports#all")
    void isFoundByThePing(String transport) throws Exception {
        try (Scene scene = new SceneSetup(transport)
                .behindProxy()
                .findSilence()
                .set("connect-timeout", "500ms")
                .set("startup", "wait")
                .open()) {
            Instant began = Instant.now();
            AppliedPlan hole = scene.proxy.apply(Plan.blackHole());
            Instant found = scene.awaitLoss(began);
            System.out.printf(
                    "%s: a black hole was found after %d ms%n",
                    transport, Duration.between(began, found).toMillis());
            hole.remove();
            scene.awaitReturn();
            assertThat(scene.settle()).isPositive();
        }
    }
}

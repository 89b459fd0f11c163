package io.fanfare.integration.faults;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The server is killed and started again. */
class RestartIT {
    private static final String ALL = "io.fanfare.integration.faults.Transports#all";

    @ParameterizedTest
    @MethodSource(ALL)
    void aFewChannelsAreSubscribedAgain(String transport) throws Exception {
        restart(new SceneSetup(transport));
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void tenThousandChannelsAreSubscribedAgain(String transport) throws Exception {
        Duration took = restart(new SceneSetup(transport).channels(10_000).perSecond(10_000));
        System.out.printf(
                "%s: 10,000 channels confirmed again %d ms after the server was started%n", transport, took.toMillis());
    }

    /** Returns how long it took from the start of the server until all was confirmed. */
    private static Duration restart(SceneSetup setup) throws Exception {
        try (Scene scene = setup.open()) {
            Instant killed = Instant.now();
            scene.redis.kill();
            Instant lost = scene.awaitLoss(killed);
            Instant started = Instant.now();
            scene.redis.restart();
            Instant confirmed = scene.awaitConnected(lost);
            scene.awaitReturn();
            scene.settle();
            return Duration.between(started, confirmed);
        }
    }
}

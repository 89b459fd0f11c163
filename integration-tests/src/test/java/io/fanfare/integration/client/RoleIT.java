package io.fanfare.integration.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.ClientState.Phase;
import io.fanfare.Fanfare;
import io.fanfare.Gap;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A master that becomes a replica while its connections stay open. */
class RoleIT {
    private static List<Spoken> spoken() {
        return Spoken.all();
    }

    @ParameterizedTest
    @MethodSource("spoken")
    void aDemotedMasterIsNoticedAndItsConnectionsAreReplaced(Spoken spoken) {
        List<Gap> gaps = Collections.synchronizedList(new ArrayList<>());
        try (EmbeddedRedis master = EmbeddedRedis.start();
                EmbeddedRedis other = EmbeddedRedis.start();
                Fanfare fanfare = spoken.client(master.uri())
                        .set("audit.interval", "50ms")
                        .build()) {
            fanfare.channel("orders", String.class)
                    .onMessage(message -> {})
                    .onGap(gaps::add)
                    .subscribe()
                    .ready()
                    .join();
            long began = System.nanoTime();
            master.demoteTo(other);
            await().until(() -> gaps.size() == 1);
            System.out.printf("%s: %d ms to notice%n", spoken, (System.nanoTime() - began) / 1_000_000);
            assertThat(gaps.get(0).cause().code()).isEqualTo(ErrorCode.DEMOTED);
            assertThat(gaps.get(0).cause()).hasMessageContaining("was a master and is a replica now");
            await().atMost(Duration.ofSeconds(20)).until(() -> fanfare.state().phase() == Phase.CONNECTED);
            await().until(() -> fanfare.publishPool().opened() == 2);
            assertThat(fanfare.degraded()).isEmpty();
        }
    }
}

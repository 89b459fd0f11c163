package io.fanfare.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AudienceTest {
    @ParameterizedTest
    @EnumSource(Library.class)
    void everyConnectionReceivesEveryChannelOnce(Library library) throws Exception {
        try (Server server = new Server()) {
            Audience.Cost cost = new Audience(library, server, 4, 20).measure();

            assertThat(cost.delivered()).isEqualTo(80);
            assertThat(cost.server()).isPositive();
        }
    }
}

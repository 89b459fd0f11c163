package io.fanfare.gates;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CleanTest {
    @Test
    void adds() {
        assertThat(Clean.sum(2, 3)).isEqualTo(5);
    }
}

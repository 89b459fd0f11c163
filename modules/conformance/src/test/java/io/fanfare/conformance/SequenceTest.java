package io.fanfare.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SequenceTest {
    @Test
    void countsLossDuplicationAndOrderApart() {
        Sequence sequence = new Sequence();
        for (long number : new long[] {0, 1, 3, 2, 3, 6, -1}) {
            sequence.arrived(number);
        }
        assertThat(sequence.arrived()).isEqualTo(7);
        assertThat(sequence.lost(8)).isEqualTo(3); // 4, 5 and 7
        assertThat(sequence.duplicated()).isEqualTo(1);
        assertThat(sequence.reordered()).isEqualTo(1);
        assertThat(sequence.highest()).isEqualTo(6);
    }
}

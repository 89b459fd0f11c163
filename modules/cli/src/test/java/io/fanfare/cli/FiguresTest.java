package io.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void thousandsHaveCommas() {
        assertThat(Figures.count(1_234_567.6)).isEqualTo("1,234,568");
    }

    @Test
    void microsecondsBecomeMilliseconds() {
        assertThat(Figures.millis(2_945)).isEqualTo("2.95");
        assertThat(Figures.millis(40)).isEqualTo("0.04");
    }

    @Test
    void onlyAllIsAHundredPercent() {
        assertThat(Figures.percent(1)).isEqualTo("100.0%");
        assertThat(Figures.percent(0.999_99)).isEqualTo("99.9%");
        assertThat(Figures.percent(0.95)).isEqualTo("95.0%");
    }

    @Test
    void aDurationFromAMinuteOnHasMinutes() {
        assertThat(Figures.duration(400)).isEqualTo("0.4 s");
        assertThat(Figures.duration(59_900)).isEqualTo("59.9 s");
        assertThat(Figures.duration(126_000)).isEqualTo("2m 06s");
    }

    @Test
    void oneIsSingular() {
        assertThat(Figures.plural(1, "rule")).isEqualTo("1 rule");
        assertThat(Figures.plural(1_000, "rule")).isEqualTo("1,000 rules");
    }

    @Test
    void timesAreInMillisecondsUpToASecond() {
        assertThat(Figures.time(0.4)).isEqualTo("0 ms");
        assertThat(Figures.time(411.6)).isEqualTo("412 ms");
        assertThat(Figures.time(999.5)).isEqualTo("1.00 s");
        assertThat(Figures.time(12_345)).isEqualTo("12.35 s");
        assertThat(Figures.time(-1)).isEqualTo("n/a");
    }
}

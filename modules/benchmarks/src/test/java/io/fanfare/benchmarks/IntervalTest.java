package io.fanfare.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntervalTest {
    @Test
    void takesTheOrderStatisticsThatTablesOfTheSignTestHave() {
        assertThat(of(6)).isEqualTo(new Interval(3.5, 1, 6, true));
        assertThat(of(9)).isEqualTo(new Interval(5, 2, 8, true));
        assertThat(of(15)).isEqualTo(new Interval(8, 4, 12, true));
        assertThat(of(20)).isEqualTo(new Interval(10.5, 6, 15, true));
        assertThat(of(30)).isEqualTo(new Interval(15.5, 10, 21, true));
    }

    @Test
    void saysWhenThereAreTooFewValues() {
        assertThat(of(5)).isEqualTo(new Interval(3, 1, 5, false));
        assertThat(Interval.of(7)).isEqualTo(new Interval(7, 7, 7, false));
    }

    /** Returns the interval of the values 1 to n, in falling order. */
    private static Interval of(int n) {
        return Interval.of(IntStream.range(0, n).mapToDouble(i -> n - i).toArray());
    }
}

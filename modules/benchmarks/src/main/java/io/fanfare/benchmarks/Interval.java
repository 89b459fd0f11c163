package io.fanfare.benchmarks;

import java.util.Arrays;

/**
 * The median of some values with an interval that holds the median of what they were drawn from in at least 95 % of all
 * such samples, whatever its distribution: a pair of order statistics, by the binomial distribution.
 *
 * @param median the median of the values
 * @param low the lower end; the smallest value where {@code covers} is false
 * @param high the upper end
 * @param covers whether there are enough values, six, for an interval of 95 %
 */
record Interval(double median, double low, double high, boolean covers) {
    private static final double TAIL = 0.025;

    static Interval of(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        int below = below(n);
        double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
        int outermost = Math.max(0, below);
        return new Interval(median, sorted[outermost], sorted[n - 1 - outermost], below >= 0);
    }

    /**
     * Returns the greatest index of an order statistic that is above the median with a probability of at most 2.5 %.
     */
    private static int below(int n) {
        double probability = Math.pow(0.5, n);
        double sum = 0;
        int index = -1;
        for (int k = 0; k < n; k++) {
            sum += probability;
            if (sum > TAIL) {
                break;
            }
            index = k;
            probability *= (double) (n - k) / (k + 1);
        }
        return index;
    }

    /** Returns the greater distance of an end from the median. */
    double halfWidth() {
        return Math.max(high - median, median - low);
    }
}

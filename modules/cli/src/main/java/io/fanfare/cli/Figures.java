package io.fanfare.cli;

import java.util.Locale;

/** How figures are written. */
final class Figures {
    private Figures() {}

    /** Returns a number rounded to an integer, with commas between thousands. */
    static String count(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    /** Returns a number with commas between thousands. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Returns microseconds as milliseconds with two decimals. */
    static String millis(double micros) {
        return String.format(Locale.ROOT, "%,.2f", micros / 1_000);
    }

    /** Returns a part of 1 in percent with one decimal, rounded down: what is less than all never shows as 100.0%. */
    static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f%%", Math.floor(part * 1_000) / 10);
    }

    /** Returns a duration as {@code 0.4 s}, {@code 41.0 s} or {@code 2m 06s}. */
    static String duration(long millis) {
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
        }
        long seconds = Math.round(millis / 1_000.0);
        return String.format(Locale.ROOT, "%dm %02ds", seconds / 60, seconds % 60);
    }

    /**
     * Returns milliseconds as {@code 412 ms} or {@code 1.25 s}; {@code n/a} for a negative number, which is unknown.
     */
    static String time(double millis) {
        if (millis < 0) {
            return "n/a";
        }
        return millis < 999.5
                ? String.format(Locale.ROOT, "%.0f ms", millis)
                : String.format(Locale.ROOT, "%,.2f s", millis / 1_000);
    }

    /** Returns a number with its noun: {@code 1 rule}, {@code 2 rules}. */
    static String plural(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }
}

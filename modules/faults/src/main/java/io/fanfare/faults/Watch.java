package io.fanfare.faults;

/** The trigger of one plan on the byte stream of one connection. */
final class Watch {
    /** Bytes still to come, shared by the connections that are counted together. */
    static final class Countdown {
        private long left;

        Countdown(long left) {
            this.left = left;
        }
    }

    private final AppliedPlan plan;
    private final Countdown countdown;
    private final byte[] sequence;
    private final int[] borders;
    private int matched;

    private Watch(AppliedPlan plan, Countdown countdown, byte[] sequence, int[] borders) {
        this.plan = plan;
        this.countdown = countdown;
        this.sequence = sequence;
        this.borders = borders;
    }

    static Watch bytes(AppliedPlan plan, Countdown countdown) {
        return new Watch(plan, countdown, new byte[0], new int[0]);
    }

    static Watch sequence(AppliedPlan plan, byte[] sequence) {
        return new Watch(plan, new Countdown(0), sequence, borders(sequence));
    }

    AppliedPlan plan() {
        return plan;
    }

    /** Takes the next byte of the stream and returns whether the trigger fires behind it. */
    boolean take(byte next) {
        if (sequence.length == 0) {
            return --countdown.left == 0;
        }
        while (matched > 0 && sequence[matched] != next) {
            matched = borders[matched - 1];
        }
        if (sequence[matched] == next) {
            matched++;
        }
        if (matched < sequence.length) {
            return false;
        }
        matched = borders[matched - 1];
        return true;
    }

    /** Returns for each prefix the length of the longest proper prefix that it also ends with. */
    private static int[] borders(byte[] sequence) {
        int[] borders = new int[sequence.length];
        int length = 0;
        for (int i = 1; i < sequence.length; i++) {
            while (length > 0 && sequence[i] != sequence[length]) {
                length = borders[length - 1];
            }
            if (sequence[i] == sequence[length]) {
                length++;
            }
            borders[i] = length;
        }
        return borders;
    }
}

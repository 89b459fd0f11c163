package io.fanfare.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What the active plans together make of one stream. */
final class Shape {
    /** The share of a second that a limited stream writes at once. */
    private static final long BURSTS_PER_SECOND = 100;

    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final Map<AppliedPlan, SplittableRandom> random = new HashMap<>();
    private final long stream;
    private List<AppliedPlan> jitters = List.of();
    private long delayNanos;
    private long bytesPerSecond;
    private boolean split;
    private boolean stalled;
    private boolean blackHole;

    /** Makes the shape of a stream without faults; its number tells its random delays from those of others. */
    Shape(long stream) {
        this.stream = stream;
    }

    /** Replaces the plans. */
    void set(List<AppliedPlan> plans) {
        List<AppliedPlan> random = new ArrayList<>();
        delayNanos = 0;
        bytesPerSecond = 0;
        split = false;
        stalled = false;
        blackHole = false;
        for (AppliedPlan applied : plans) {
            Plan plan = applied.plan();
            switch (plan.effect()) {
                case DELAY -> delayNanos += plan.amount();
                case JITTER -> random.add(applied);
                case LIMIT ->
                    bytesPerSecond = bytesPerSecond == 0 ? plan.amount() : Math.min(bytesPerSecond, plan.amount());
                case SPLIT -> split = true;
                case STALL -> stalled = true;
                case BLACK_HOLE -> blackHole = true;
                default -> {}
            }
        }
        jitters = List.copyOf(random);
        this.random.keySet().retainAll(jitters);
    }

    /** Returns how long what is read now takes; another call may return another time. */
    long delayNanos() {
        long nanos = delayNanos;
        for (AppliedPlan jitter : jitters) {
            nanos += random.computeIfAbsent(
                            jitter, plan -> new SplittableRandom(plan.plan().seed() + stream * MIX))
                    .nextLong(jitter.plan().amount() + 1);
        }
        return nanos;
    }

    boolean delays() {
        return delayNanos > 0 || !jitters.isEmpty();
    }

    boolean limits() {
        return bytesPerSecond > 0;
    }

    boolean splits() {
        return split;
    }

    boolean stalled() {
        return stalled;
    }

    boolean blackHole() {
        return blackHole;
    }

    /** Returns how many of some bytes to write at once, at least one. */
    int portion(int bytes) {
        if (split) {
            return 1;
        }
        return limits() ? (int) Math.min(bytes, Math.max(1, bytesPerSecond / BURSTS_PER_SECOND)) : bytes;
    }

    /** Returns how long a number of bytes occupies the stream. */
    long nanosFor(int bytes) {
        return limits() ? bytes * 1_000_000_000L / bytesPerSecond : 0;
    }
}

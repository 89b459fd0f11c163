package io.fanfare;

import java.util.function.BooleanSupplier;

/** Counts how deep calls of the same thread are nested, which foreign code in between may make endless. */
final class Nesting {
    private static final int DEEP = 32;

    private final ThreadLocal<int[]> depth = ThreadLocal.withInitial(() -> new int[1]);

    boolean isDeep() {
        return depth.get()[0] >= DEEP;
    }

    boolean run(BooleanSupplier call) {
        int[] nested = depth.get();
        nested[0]++;
        try {
            return call.getAsBoolean();
        } finally {
            nested[0]--;
        }
    }
}

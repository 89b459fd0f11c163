package io.fanfare.codec.jackson;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Objects that are lent to one use each and used again. There are a few per processor, whatever the number of threads;
 * who finds none, as a use within another may, makes one. Thread-safe and without locks.
 *
 * @param <T> the type of the objects
 */
public final class Spares<T> {
    /** References between two places in use, so that no two lie on one cache line. */
    private static final int SPREAD = 16;

    private static final int PLACES =
            Integer.highestOneBit(4 * Runtime.getRuntime().availableProcessors());

    private final AtomicReferenceArray<@Nullable T> spares = new AtomicReferenceArray<>(PLACES * SPREAD);

    /** Makes a store of none. */
    public Spares() {}

    /** Takes an object out; null if there is none at this thread's place. */
    public @Nullable T take() {
        int place = place();
        return spares.getPlain(place) == null ? null : spares.getAndSet(place, null);
    }

    /** Puts an object back that nobody uses any longer. */
    public void give(T object) {
        spares.setRelease(place(), object);
    }

    @SuppressWarnings("deprecation") // threadId() came with JDK 19
    private static int place() {
        long mixed = Thread.currentThread().getId() * 0x9E3779B97F4A7C15L;
        return ((int) (mixed >>> 40) & (PLACES - 1)) * SPREAD;
    }
}

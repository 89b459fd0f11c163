package io.fanfare;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Objects that are costly to make, lent one by one; as many wait for their next use as there are processors.
 * Thread-safe.
 */
final class Spares<S> {
    private final Supplier<S> making;
    private final Consumer<S> ending;
    private final AtomicReferenceArray<S> waiting =
            new AtomicReferenceArray<>(Runtime.getRuntime().availableProcessors());

    Spares(Supplier<S> making, Consumer<S> ending) {
        this.making = making;
        this.ending = ending;
    }

    /** Returns one that nobody else has. */
    S take() {
        for (int i = 0; i < waiting.length(); i++) {
            if (waiting.get(i) != null) {
                S spare = waiting.getAndSet(i, null);
                if (spare != null) {
                    return spare;
                }
            }
        }
        return making.get();
    }

    /** Gives one back, as it was made; ends it if enough others wait. */
    void give(S spare) {
        for (int i = 0; i < waiting.length(); i++) {
            if (waiting.compareAndSet(i, null, spare)) {
                return;
            }
        }
        ending.accept(spare);
    }
}

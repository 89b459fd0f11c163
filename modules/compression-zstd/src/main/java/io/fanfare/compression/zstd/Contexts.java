package io.fanfare.compression.zstd;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * Native contexts, each for one thread at a time. As many wait for their next use as there are processors; one whose
 * use failed is closed.
 */
final class Contexts<C extends Closeable> {
    private final Supplier<C> making;
    private final AtomicReferenceArray<C> waiting =
            new AtomicReferenceArray<>(Runtime.getRuntime().availableProcessors());

    Contexts(Supplier<C> making) {
        this.making = making;
    }

    int call(ToIntFunction<C> use) {
        C context = take();
        int result;
        try {
            result = use.applyAsInt(context);
        } catch (Throwable e) {
            close(context);
            throw e;
        }
        give(context);
        return result;
    }

    private C take() {
        for (int i = 0; i < waiting.length(); i++) {
            C context = waiting.getAndSet(i, null);
            if (context != null) {
                return context;
            }
        }
        return making.get();
    }

    private void give(C context) {
        for (int i = 0; i < waiting.length(); i++) {
            if (waiting.compareAndSet(i, null, context)) {
                return;
            }
        }
        close(context);
    }

    private void close(C context) {
        try {
            context.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

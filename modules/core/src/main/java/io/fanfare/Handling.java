package io.fanfare;

import java.util.List;
import java.util.Objects;

/** What a subscription does with its messages. */
sealed interface Handling<T> {
    /** Hands over one message at a time. */
    record Single<T>(Handler<? super Delivery<T>> handler) implements Handling<T> {
        public Single {
            Objects.requireNonNull(handler, "handler");
        }
    }

    /** Hands over each batch that its queue delivers. */
    record Batch<T>(Handler<? super List<Delivery<T>>> handler) implements Handling<T> {
        public Batch {
            Objects.requireNonNull(handler, "handler");
        }
    }
}

package io.fanfare;

/**
 * Handles what a subscription delivers. Of one subscription never two calls run at a time, unless its dispatcher says
 * otherwise. May throw: the failure goes to the subscription's error handler and to nobody else.
 *
 * @param <V> what is handled
 */
@FunctionalInterface
public interface Handler<V> {
    /** Handles one value. */
    void handle(V value) throws Exception;
}

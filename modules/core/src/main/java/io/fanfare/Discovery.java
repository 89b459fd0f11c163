package io.fanfare;

import io.fanfare.spi.Address;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Finds the primaries of a deployment by asking it. */
interface Discovery extends AutoCloseable {
    /**
     * Asks. Does not block; one call at a time. The stage completes with one primary or more, or fails with a
     * {@link io.fanfare.spi.PubSubException} that says who was asked and what each answered.
     *
     * @param hint the announced address of a node that is said to know; null for none
     */
    CompletionStage<List<Primary>> find(@Nullable Address hint);

    /** Has a task run whenever the deployment tells by itself that something has changed. */
    default void onSign(Runnable task) {}

    @Override
    void close();
}

package io.fanfare;

import io.fanfare.spi.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the messages of a subscriber's connections pass, each on the thread that reads it. */
final class Gate {
    /** Decides about batches, one at a time for each connection. */
    interface Keeper {
        /** Gives what may pass of a batch, in its order, to the way in; the batch must not be kept. */
        void pass(List<Message> batch, WayIn wayIn);
    }

    /** Takes messages to those who want them. */
    interface WayIn {
        void deliver(List<Message> messages);
    }

    private volatile @Nullable Keeper keeper;

    /** Sets who decides; null for nobody, so that everything passes. */
    void keeper(@Nullable Keeper next) {
        keeper = next;
    }

    void pass(List<Message> batch, WayIn wayIn) {
        Keeper present = keeper;
        if (present == null) {
            wayIn.deliver(batch);
        } else {
            present.pass(batch, wayIn);
        }
    }
}

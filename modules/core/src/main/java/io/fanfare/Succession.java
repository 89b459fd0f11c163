package io.fanfare;

import io.fanfare.Handover.Joined;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber that takes the place of another at the same shard.
 *
 * @param from the one that is to end
 * @param to the one that is to take over
 */
record Succession(Subscriber from, Subscriber to, Handover handover) {
    /** Has the second want what the first does; from then on both are told of what else is wanted or no longer. */
    void prepare() {
        from.moves().wanted().forEach(to.moves()::adopt);
    }

    CompletableFuture<Joined> run() {
        return handover.begin();
    }

    /** Gives it up: the layout changes, or the client is closed. */
    void abort() {
        handover.abort(new PubSubException(
                ErrorCode.MOVED,
                "the connection to " + from + " is not replaced now, since slots move or the client is closed"));
    }

    /** Ends the one that has lost its place: the first if {@code joined} tells how, else the second. */
    void end(@Nullable Joined joined) {
        if (joined == null) {
            to.moves().detach();
            to.close();
            return;
        }
        PubSubException late = new PubSubException(
                ErrorCode.CONNECTION_LOST, "subscribed to while the connection to " + from + " was being replaced");
        to.promote(joined.whole(), joined.sinceNanos(), late);
        from.moves().detach();
        from.close();
    }
}

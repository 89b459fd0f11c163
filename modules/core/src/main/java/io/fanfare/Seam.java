package io.fanfare;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Joins the messages of two connections to one node, which both bring all of them in the same order: up to a marker
 * message those of the first pass, from it on those of the second. What the second brings before the first has come to
 * the marker is kept, a bounded number. Thread-safe.
 */
final class Seam {
    private final Channel marker;
    private final int most;
    private final List<Message> kept = new ArrayList<>();
    private final CompletableFuture<Void> joined = new CompletableFuture<>();
    private Gate.@Nullable WayIn second;
    private boolean firstPassed;
    private boolean secondPassed;
    private boolean ended;

    /** Creates one; {@code most} messages are kept at a time. */
    Seam(Channel marker, int most) {
        this.marker = marker;
        this.most = most;
    }

    /** Completes when both have come to the marker; false if more messages than can be kept would have to be. */
    CompletableFuture<Boolean> joined() {
        return joined.handle((nothing, overflow) -> overflow == null);
    }

    /**
     * Ends it: nothing of the second passes any more. Tells whether the first goes on; it does not if it has come to
     * the marker, and then nothing of it passes either.
     */
    synchronized boolean undo() {
        ended = true;
        kept.clear();
        return !firstPassed;
    }

    /** Lets a batch of the first connection pass, up to the marker. */
    void first(List<Message> batch, Gate.WayIn wayIn) {
        synchronized (this) {
            if (firstPassed) {
                return;
            }
        }
        int at = indexOfMarker(batch);
        List<Message> before = at < 0 ? batch : batch.subList(0, at);
        if (!before.isEmpty()) {
            wayIn.deliver(before);
        }
        if (at >= 0 && !firstPassed()) {
            wayIn.deliver(batch.subList(at, batch.size()));
        }
    }

    /** Lets the second go on from here; returns false if the first does, because the seam was ended before. */
    private boolean firstPassed() {
        boolean both;
        synchronized (this) {
            if (ended) {
                return false;
            }
            firstPassed = true;
            both = secondPassed;
            Gate.WayIn wayIn = second;
            if (wayIn != null && !kept.isEmpty()) {
                wayIn.deliver(kept);
            }
            kept.clear();
        }
        if (both) {
            joined.complete(null);
        }
        return true;
    }

    /** Lets a batch of the second connection pass, from the marker on. */
    void second(List<Message> batch, Gate.WayIn wayIn) {
        List<Message> after = batch;
        boolean both = false;
        boolean overflow = false;
        synchronized (this) {
            if (ended) {
                return;
            }
            if (!secondPassed) {
                int at = indexOfMarker(batch);
                if (at < 0) {
                    return;
                }
                secondPassed = true;
                second = wayIn;
                both = firstPassed;
                after = batch.subList(at + 1, batch.size());
            }
            if (!firstPassed) {
                overflow = kept.size() + after.size() > most;
                if (overflow) {
                    undo();
                } else {
                    kept.addAll(after);
                }
                after = List.of();
            }
        }
        if (!after.isEmpty()) {
            wayIn.deliver(after);
        }
        if (both) {
            joined.complete(null);
        }
        if (overflow) {
            joined.completeExceptionally(new IllegalStateException("more than " + most + " messages to keep"));
        }
    }

    private int indexOfMarker(List<Message> batch) {
        for (int i = 0; i < batch.size(); i++) {
            if (batch.get(i).topic().equals(marker)) {
                return i;
            }
        }
        return -1;
    }
}

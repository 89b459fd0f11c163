package io.fanfare;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Topic;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Replaces the connection of a subscriber by another one to the same node before it ends, so that no message is lost
 * and none arrives twice: a second subscriber subscribes to everything, and a marker message on a private channel says
 * where one connection ends and the other begins.
 */
final class Handover {
    /** How many messages may be kept, while one connection is ahead of the other. */
    private static final int KEPT = 65_536;

    /** How long it may take, altogether. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Subscriber from;
    private final Subscriber to;
    private final ProbeSender sender;
    private final ScheduledExecutorService timer;
    private final Channel marker = Channel.of("fanfare:handover:" + UUID.randomUUID());
    private final Seam seam = new Seam(marker, KEPT);
    private final Marker fromMarker = new Marker(marker);
    private final Marker toMarker = new Marker(marker);
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile Set<Topic> whole = Set.of();
    private volatile long markedNanos;

    /**
     * How a handover ended.
     *
     * @param whole the topics of which nothing is missing
     * @param sinceNanos the {@link System#nanoTime()} from which on messages of others may be missing
     */
    record Joined(Set<Topic> whole, long sinceNanos) {}

    /** Creates one; {@code to} is new, has not been started, and is on standby. */
    Handover(Subscriber from, Subscriber to, ProbeSender sender, ScheduledExecutorService timer) {
        this.from = from;
        this.to = to;
        this.sender = sender;
        this.timer = timer;
    }

    /**
     * Begins. The stage completes with the topics of which the second connection has everything from the marker on,
     * when both have come to it; the first is to be ended then. It fails when that cannot be, and the first goes on:
     * with {@link ErrorCode#NO_PERMISSION} if the marker is refused.
     */
    CompletableFuture<Joined> begin() {
        to.gate().keeper(seam::second);
        from.gate().keeper(seam::first);
        from.add(fromMarker);
        to.add(toMarker);
        CompletableFuture<Void> up = to.standby();
        to.start();
        var late = Later.schedule(timer, LIMIT, () -> done.completeExceptionally(late()));
        failWith(up);
        failWith(fromMarker.ready());
        failWith(toMarker.ready());
        var unused = CompletableFuture.allOf(up, fromMarker.ready(), toMarker.ready())
                .thenRun(this::mark);
        var unusedToo = seam.joined().thenAccept(this::joined);
        return done.handle((nothing, failure) -> {
            if (late != null) {
                late.cancel(false);
            }
            to.gate().keeper(failure == null ? null : seam::second);
            if (failure != null) {
                undo(Link.unwrap(failure));
                throw Link.unwrap(failure);
            }
            to.remove(toMarker, () -> {});
            return new Joined(whole, markedNanos);
        });
    }

    private void failWith(CompletableFuture<Void> step) {
        var unused = step.whenComplete((nothing, failure) -> {
            if (failure != null) {
                done.completeExceptionally(failure);
            }
        });
    }

    /** Gives it up. */
    void abort(PubSubException cause) {
        done.completeExceptionally(cause);
    }

    private void mark() {
        whole = to.heldTopics();
        markedNanos = System.nanoTime();
        sender.send(marker, Payload.EMPTY).whenComplete((receivers, failure) -> {
            if (failure != null) {
                done.completeExceptionally(failure);
            }
        });
    }

    private void joined(boolean complete) {
        if (complete) {
            done.complete(null);
        } else {
            done.completeExceptionally(new PubSubException(
                    ErrorCode.TIMEOUT,
                    "the connection to " + from + " lags by more than " + KEPT + " messages, so it is not replaced"));
        }
    }

    private PubSubException late() {
        return new PubSubException(
                ErrorCode.TIMEOUT,
                "the connection to " + from + " was not replaced by another within " + LIMIT.toSeconds() + " s");
    }

    /** Goes on with the first connection; where it had come to the marker, what it has brought since is missing. */
    private void undo(PubSubException cause) {
        boolean whole = seam.undo();
        if (!whole) {
            from.distrust(markedNanos, cause);
        }
        from.gate().keeper(null);
        from.remove(fromMarker, () -> {});
    }
}

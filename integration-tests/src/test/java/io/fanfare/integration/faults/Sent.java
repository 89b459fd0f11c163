package io.fanfare.integration.faults;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One publish: when it was called, and when and how it was answered. */
final class Sent {
    /** The failures of publishes that the transport never had, and which have no sequence. */
    private static final Set<ErrorCode> BEFORE_THE_NUMBER =
            EnumSet.of(ErrorCode.PUBLISH_LIMIT, ErrorCode.POOL_EXHAUSTED);

    private record Answer(Instant at, @Nullable Throwable failure) {}

    private final Instant before = Instant.now();
    private volatile @Nullable Answer answer;

    /** Waits for no answer: sets what to do with it. */
    CompletableFuture<?> answeredBy(CompletableFuture<?> result) {
        return result.whenComplete((receivers, failure) -> answer = new Answer(Instant.now(), failure));
    }

    boolean isAnswered() {
        return answer != null;
    }

    Instant before() {
        return before;
    }

    Instant after() {
        return answer().at();
    }

    /** Tells whether the message got a sequence of the envelope. */
    boolean isNumbered() {
        Throwable failure = answer().failure();
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return !(cause instanceof PubSubException known && BEFORE_THE_NUMBER.contains(known.code()));
    }

    private Answer answer() {
        Answer given = answer;
        if (given == null) {
            throw new IllegalStateException("published at " + before + " and not answered");
        }
        return given;
    }

    @Override
    public String toString() {
        return "published at " + before + ", " + answer;
    }
}

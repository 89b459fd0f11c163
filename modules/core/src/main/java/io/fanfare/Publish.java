package io.fanfare;

import io.fanfare.spi.Destination;
import io.fanfare.spi.Lease;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One publish on its way: holds its lease until the server has answered, and completes its future on the completion
 * thread.
 */
final class Publish implements PublishCallback {
    private final Publisher publisher;
    private final Destination channel;
    private final Payload payload;
    private final @Nullable CompletableFuture<Long> result;
    private final long startNanos = System.nanoTime();
    private @Nullable Lease<PublishConnection> lease;
    private @Nullable PubSubException failure;
    private long receivers;

    /** Creates one; {@code result} is null if nobody asks for it. */
    Publish(Publisher publisher, Destination channel, Payload payload, @Nullable CompletableFuture<Long> result) {
        this.publisher = publisher;
        this.channel = channel;
        this.payload = payload;
        this.result = result;
    }

    Destination channel() {
        return channel;
    }

    void send(Lease<PublishConnection> over) {
        lease = over;
        over.connection().publish(channel, payload, this);
    }

    /** It was not admitted, and so has no permit to give back. */
    void refused(PubSubException cause) {
        publisher.observer().publishFailed(channel, cause);
        if (result == null) {
            publisher.forgottenFailed(channel, cause);
        } else {
            result.completeExceptionally(cause);
        }
    }

    @Override
    public void published(long count) {
        receivers = count;
        publisher.observer().published(channel, payload.length(), count, System.nanoTime() - startNanos);
        answered();
    }

    @Override
    public void failed(PubSubException cause) {
        failure = cause;
        publisher.observer().publishFailed(channel, cause);
        answered();
    }

    private void answered() {
        if (lease != null) {
            lease.close();
        }
        if (result != null) {
            publisher.completions().execute(() -> complete(result));
            return;
        }
        publisher.release();
        if (failure == null) {
            publisher.forgottenPublished();
        } else {
            publisher.forgottenFailed(channel, failure);
        }
    }

    /** Completes the future. The permit goes first, so that what hangs on the future can publish. */
    private void complete(CompletableFuture<Long> future) {
        publisher.release();
        if (failure == null) {
            future.complete(receivers);
        } else {
            future.completeExceptionally(failure);
        }
    }
}

package io.fanfare;

import io.fanfare.spi.Destination;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A publish whose result completes a future, on the completion thread. */
class AnsweredPublish extends Publish implements Runnable {
    private final CompletableFuture<Long> result;
    private @Nullable PubSubException failure;
    private long receivers;

    AnsweredPublish(Publisher publisher, Destination channel, Payload payload) {
        super(publisher, channel, payload);
        this.result = new CompletableFuture<>();
    }

    AnsweredPublish(AnsweredPublish earlier, Resend resend) {
        super(earlier, resend);
        this.result = earlier.result;
    }

    @Override
    Publish again(Resend resend) {
        return new AnsweredPublish(this, resend);
    }

    final CompletableFuture<Long> result() {
        return result;
    }

    @Override
    void succeeded(long count) {
        receivers = count;
        publisher().completions().execute(this);
    }

    @Override
    void gaveUp(PubSubException cause) {
        failure = cause;
        publisher().completions().execute(this);
    }

    @Override
    void refused(PubSubException cause) {
        publisher().observer().publishFailed(channel(), cause);
        result.completeExceptionally(cause);
    }

    /** Completes the future. The permit goes first, so that what hangs on the future can publish. */
    @Override
    public void run() {
        publisher().release();
        if (failure == null) {
            result.complete(receivers);
        } else {
            result.completeExceptionally(failure);
        }
    }
}

package io.fanfare;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Message;
import io.fanfare.spi.PubSubException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The private channel of a handover on one of the two connections. */
final class Marker implements Recipient {
    private final Channel topic;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    Marker(Channel topic) {
        this.topic = topic;
    }

    /** Completes when the server has confirmed; fails when it refuses. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    @Override
    public Channel topic() {
        return topic;
    }

    @Override
    public boolean isOwn() {
        return true;
    }

    /** Does nothing: the marker is seen where messages pass. */
    @Override
    public void offer(List<Message> messages) {}

    @Override
    public boolean confirm() {
        return false;
    }

    @Override
    public boolean isConfirmed() {
        return false;
    }

    @Override
    public void tellReady() {
        ready.complete(null);
    }

    @Override
    public void tell(Gap gap) {}

    @Override
    public void fail(PubSubException cause) {
        ready.completeExceptionally(cause);
    }

    @Override
    public void close() {}
}

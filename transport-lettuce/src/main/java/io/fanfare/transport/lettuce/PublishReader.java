package io.fanfare.transport.lettuce;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Matches publishes with the numbers of receivers. */
final class PublishReader extends Reader {
    private long receivers;

    PublishReader(Wire wire) {
        super(wire);
    }

    @Override
    public void set(long number) {
        receivers = number;
    }

    @Override
    public void set(@Nullable ByteBuffer bytes) {
        throw new IllegalStateException("a publish was answered with a string instead of a number");
    }

    @Override
    void replied(@Nullable String error) {
        if (!(wire.pollUnanswered() instanceof Publish publish)) {
            wire.broken(new IllegalStateException("a reply came to no publish"));
        } else if (error == null) {
            publish.published(receivers);
        } else {
            publish.refused(wire.node(), error);
        }
    }
}

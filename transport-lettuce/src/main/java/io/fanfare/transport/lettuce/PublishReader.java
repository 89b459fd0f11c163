package io.fanfare.transport.lettuce;

import io.fanfare.spi.Reply;
import org.jspecify.annotations.Nullable;

/** Matches publishes with the numbers of receivers, and replies of any shape with the calls among them. */
final class PublishReader extends ReplyReader {
    private static final long NONE = -1;

    /** What the reply to a publish says; {@link #NONE} while it has not come or is something else. */
    private long receivers = NONE;

    PublishReader(Wire wire) {
        super(wire);
    }

    @Override
    public void set(long number) {
        if (wire.peekUnanswered() instanceof Publish) {
            receivers = number;
        } else {
            super.set(number);
        }
    }

    @Override
    void replied(@Nullable String error) {
        if (!(wire.peekUnanswered() instanceof Publish publish)) {
            super.replied(error);
            return;
        }
        wire.pollUnanswered();
        long count = receivers;
        receivers = NONE;
        if (count != NONE) {
            publish.published(count);
            return;
        }
        Reply reply = builder.take();
        if (reply instanceof Reply.OfError refusal) {
            publish.refused(wire.node(), refusal.message());
        } else {
            publish.refused(wire.node(), "an answer of no sense: " + reply);
        }
    }
}

package io.fanfare.transport.lettuce;

import io.fanfare.spi.PubSubException;
import org.jspecify.annotations.Nullable;

/** What is sent to the server and waits for its answer. */
abstract class Command {
    /** The command behind this one; written and read by {@link Outbox} alone. */
    @Nullable
    Command next;

    /** Writes the command's bytes. Called once, on the event loop. */
    abstract void encode(RespWriter out);

    /** Tells whoever waits that no answer can come. Called at most once, and never after the answer. */
    abstract void failed(PubSubException cause);
}

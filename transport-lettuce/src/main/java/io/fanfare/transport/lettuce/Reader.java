package io.fanfare.transport.lettuce;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Takes what Lettuce decodes from one channel, reply by reply. For Lettuce it is a command that waits for its reply,
 * and after each one waits again. Event loop only.
 */
abstract class Reader extends CommandOutput<byte[], byte[], Object> implements RedisCommand<byte[], byte[], Object> {
    final Wire wire;

    @SuppressWarnings("NullAway") // a CommandOutput may start without a value
    Reader(Wire wire) {
        super(ByteArrayCodec.INSTANCE, null);
        this.wire = wire;
    }

    /** Tells whether pushes of RESP3 come here like replies; otherwise they are dropped. */
    boolean takesPushes() {
        return false;
    }

    /** The reply that begins is a push. Called if this takes pushes, before anything of it comes. */
    void pushBegins() {}

    /** A reply is complete. {@code error} is its text if the whole reply is an error. */
    abstract void replied(@Nullable String error);

    /** What the socket had was read. */
    void readComplete() {}

    @Override
    @SuppressWarnings("NullAway") // error is null as long as there is none
    public final void complete() {
        wire.await(this);
        String failure = error;
        error = null;
        try {
            replied(failure);
        } catch (RuntimeException | Error e) {
            wire.report("a callback", e);
        }
    }

    @Override
    public void setError(ByteBuffer text) {
        error = StandardCharsets.UTF_8.decode(text).toString();
    }

    /** Copies what is left in a buffer. */
    static byte[] copy(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    @Override
    public final boolean completeExceptionally(Throwable cause) {
        wire.broken(cause);
        return true;
    }

    @Override
    public final void cancel() {}

    @Override
    public final boolean isDone() {
        return false;
    }

    @Override
    public final boolean isCancelled() {
        return false;
    }

    @Override
    public final CommandOutput<byte[], byte[], Object> getOutput() {
        return this;
    }

    @Override
    public final void setOutput(CommandOutput<byte[], byte[], Object> output) {
        throw new UnsupportedOperationException("a reader is its own output");
    }

    @Override
    public final @Nullable CommandArgs<byte[], byte[]> getArgs() {
        return null;
    }

    @Override
    public final ProtocolKeyword getType() {
        return CommandType.PING;
    }

    @Override
    public final void encode(ByteBuf buffer) {}

    @Override
    public final String toString() {
        return getClass().getSimpleName();
    }
}

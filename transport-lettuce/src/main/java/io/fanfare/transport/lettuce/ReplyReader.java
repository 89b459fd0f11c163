package io.fanfare.transport.lettuce;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Matches replies of any shape with calls. */
class ReplyReader extends Reader {
    final ReplyBuilder builder = new ReplyBuilder();

    ReplyReader(Wire wire) {
        super(wire);
    }

    @Override
    public void set(@Nullable ByteBuffer bytes) {
        builder.bytes(bytes);
    }

    @Override
    public void set(long number) {
        builder.number(number);
    }

    @Override
    public void set(double number) {
        builder.number(number);
    }

    @Override
    public void set(boolean value) {
        builder.number(value ? 1 : 0);
    }

    @Override
    public void setError(ByteBuffer text) {
        builder.error(text);
    }

    @Override
    public void multi(int count) {
        builder.open(count, false);
    }

    @Override
    public void multiMap(int count) {
        builder.open(2 * count, true);
    }

    @Override
    void replied(@Nullable String error) {
        if (wire.pollUnanswered() instanceof Call call) {
            call.reply.complete(builder.take());
        } else {
            wire.broken(new IllegalStateException("a reply came to no command"));
        }
    }
}

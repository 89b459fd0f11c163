package io.fanfare.transport.jedis;

import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A connection for commands. */
final class JedisCommandConnection extends Link implements CommandConnection {
    private final ReplyStream in;

    JedisCommandConnection(Wire wire, ConnectionListener listener) {
        super(wire, listener, 8 * 1024);
        this.in = new ReplyStream(new SocketInput(wire.input(), this), 8 * 1024);
    }

    @Override
    public CompletionStage<Reply> call(List<byte[]> arguments) {
        if (arguments.isEmpty()) {
            throw new IllegalArgumentException("a command has a name at least");
        }
        Call call = new Call(List.copyOf(arguments));
        append(call);
        wakeWriter();
        return call.stage;
    }

    @Override
    void readAll() throws IOException {
        while (true) {
            Reply reply = in.readReply();
            if (!in.wasPush()) {
                answer(reply);
            }
        }
    }

    private static final class Call extends Request {
        private final List<byte[]> arguments;
        private final CompletableFuture<Reply> stage = new CompletableFuture<>();

        private Call(List<byte[]> arguments) {
            this.arguments = arguments;
        }

        @Override
        void encode(CommandBuffer out) throws IOException {
            out.parts(arguments.size());
            for (byte[] argument : arguments) {
                out.bulk(argument, 0, argument.length);
            }
        }

        @Override
        boolean answer(Reply reply) {
            stage.complete(reply);
            return true;
        }

        @Override
        void fail(PubSubException cause) {
            stage.completeExceptionally(cause);
        }
    }
}

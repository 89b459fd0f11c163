package io.fanfare.transport.jedis;

import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Reply;
import java.io.IOException;
import java.util.List;
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
        Call call = new Call(arguments);
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
}

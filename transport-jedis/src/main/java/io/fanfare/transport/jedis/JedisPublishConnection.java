package io.fanfare.transport.jedis;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Destination;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Reply;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;

/** A connection that publishes, and sends a command now and then. */
final class JedisPublishConnection extends Link implements PublishConnection {
    private static final byte[] PUBLISH = CommandBuffer.head(3, "PUBLISH");
    private static final byte[] SPUBLISH = CommandBuffer.head(3, "SPUBLISH");

    private final ReplyStream in;
    private final AnswerPace pace = new AnswerPace();

    /** How many publishes were answered since the last read. */
    private int answers;

    JedisPublishConnection(Wire wire, ConnectionListener listener) {
        super(wire, listener, 64 * 1024);
        this.in = new ReplyStream(new SocketInput(wire.input(), this), 16 * 1024);
    }

    @Override
    public void publish(Destination channel, Payload payload, PublishCallback callback) {
        append(new Publish(channel, payload, callback));
        wakeWriter();
    }

    @Override
    public CompletionStage<Reply> call(List<byte[]> arguments) {
        Call call = new Call(arguments);
        append(call);
        wakeWriter();
        return call.stage;
    }

    @Override
    public void beforeRead() {
        if (pace.isPutOff(answers) && pipeline.oldest() != null) {
            LockSupport.parkNanos(this, AnswerPace.GATHER_NANOS);
        }
        answers = 0;
    }

    @Override
    void readAll() throws IOException {
        while (true) {
            if (in.beginsWith(':') && oldest() instanceof Publish publish) {
                long receivers = in.readNumber();
                pipeline.finish(publish);
                answers++;
                publish.published(receivers);
            } else {
                Reply reply = in.readReply();
                if (!in.wasPush()) {
                    answer(reply);
                }
            }
        }
    }

    private final class Publish extends Request {
        private final Destination channel;
        private final Payload payload;
        private final PublishCallback callback;

        private Publish(Destination channel, Payload payload, PublishCallback callback) {
            this.channel = channel;
            this.payload = payload;
            this.callback = callback;
        }

        @Override
        void encode(CommandBuffer out) throws IOException {
            out.raw(channel instanceof Channel ? PUBLISH : SPUBLISH);
            out.bulk(channel.name());
            out.bulk(payload.array(), payload.offset(), payload.length());
        }

        private void published(long receivers) {
            try {
                callback.published(receivers);
            } catch (RuntimeException | Error e) {
                guard.caught(e);
            }
        }

        @Override
        boolean answer(Reply reply) {
            String command = (channel instanceof Channel ? "PUBLISH " : "SPUBLISH ") + channel;
            String text = reply instanceof Reply.OfError error ? error.message() : "an answer of no sense: " + reply;
            callback.failed(refused(command, text));
            return true;
        }

        @Override
        void fail(PubSubException cause) {
            callback.failed(cause);
        }
    }
}

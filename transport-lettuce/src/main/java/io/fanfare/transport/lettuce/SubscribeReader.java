package io.fanfare.transport.lettuce;

import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.Node;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import io.fanfare.spi.ShardChannel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages and the answers to changes, pings and calls. Under RESP3 messages are pushes, under RESP2 arrays; both
 * come here in the order of the wire.
 *
 * <p>An array is the answer to a call if the server has pushed before, so that it speaks RESP3, or holds no
 * subscription for the connection. Otherwise it speaks RESP2 and refuses every command but those that subscribe,
 * {@code PING}, {@code QUIT} and {@code RESET}, so that the only array which answers a call is that of {@code PING}.
 */
final class SubscribeReader extends Reader {
    /** How many messages are handed over at once at most. */
    static final int BATCH = 4_096;

    /** Shard channels whose unsubscribing is unanswered. Any thread adds. */
    final Set<ShardChannel> leaving = ConcurrentHashMap.newKeySet();

    private final ConnectionListener listener;
    private final Subscriptions subscriptions = new Subscriptions();
    private final List<Message> batch = new ArrayList<>();

    private final ReplyBuilder builder = new ReplyBuilder();

    /** Whether the server has pushed anything. */
    private boolean hasPushes;

    /** Whether the reply is a push. */
    private boolean isPush;

    /** Whether the first value of the reply came, or the number of its values. */
    private boolean begun;

    /** Whether the reply is an answer to a call. */
    private boolean isAnswer;

    /** How many values of the reply came. */
    private int values;

    /** How many values the array has. */
    private int length;

    private boolean isArray;
    private PushKind kind = PushKind.OTHER;
    private @Nullable Message message;

    SubscribeReader(Wire wire, ConnectionListener listener) {
        super(wire);
        this.listener = listener;
    }

    @Override
    boolean takesPushes() {
        return true;
    }

    @Override
    void pushBegins() {
        isPush = true;
        hasPushes = true;
    }

    /** Tells whether what is read belongs to an answer to a call. */
    private boolean isAnswer(boolean array) {
        if (!begun) {
            begun = true;
            isAnswer = !isPush
                    && wire.peekUnanswered() instanceof Call
                    && (!array || hasPushes || subscriptions.isEmpty());
        }
        return isAnswer;
    }

    @Override
    public void multi(int count) {
        if (isAnswer(true)) {
            builder.open(count, false);
        } else {
            isArray = true;
            length = count;
        }
    }

    @Override
    public void multiMap(int count) {
        if (isAnswer(false)) {
            builder.open(2 * count, true);
        } else {
            super.multiMap(count);
        }
    }

    @Override
    public void set(@Nullable ByteBuffer bytes) {
        if (isAnswer(false)) {
            builder.bytes(bytes);
            return;
        }
        int index = values++;
        if (!isArray || bytes == null) {
            return;
        }
        switch (index) {
            case 0 -> first(bytes);
            case 1 -> subscriptions.select(kind, bytes);
            case 2 -> {
                if (kind == PushKind.PMESSAGE) {
                    subscriptions.selectChannel(bytes);
                } else {
                    message(bytes);
                }
            }
            case 3 -> message(bytes);
            default -> {}
        }
    }

    private void first(ByteBuffer bytes) {
        kind = PushKind.of(bytes);
        if (kind == PushKind.PONG && !isPush && wire.peekUnanswered() instanceof Call) {
            isAnswer = true;
            builder.open(length, false);
            builder.bytes(bytes);
        }
    }

    private void message(ByteBuffer bytes) {
        if (kind == PushKind.MESSAGE || kind == PushKind.SMESSAGE || kind == PushKind.PMESSAGE) {
            message = subscriptions.message(Payload.of(copy(bytes)));
        }
    }

    @Override
    public void set(long number) {
        if (isAnswer(false)) {
            builder.number(number);
        } else {
            values++;
        }
    }

    @Override
    public void set(double number) {
        if (isAnswer(false)) {
            builder.number(number);
        } else {
            values++;
        }
    }

    @Override
    public void set(boolean value) {
        set(value ? 1L : 0L);
    }

    @Override
    public void setError(ByteBuffer text) {
        if (isAnswer(false)) {
            builder.error(text);
        } else {
            super.setError(text);
        }
    }

    @Override
    void replied(@Nullable String error) {
        boolean answer = isAnswer(false);
        PushKind replied = isArray ? kind : PushKind.PONG;
        Message arrived = message;
        values = 0;
        begun = false;
        isPush = false;
        isArray = false;
        kind = PushKind.OTHER;
        message = null;
        if (answer) {
            flush();
            answered();
        } else if (error != null) {
            flush();
            refused(error);
        } else if (arrived != null) {
            batch.add(arrived);
            if (batch.size() == BATCH) {
                flush();
            }
        } else if (replied == PushKind.SUNSUBSCRIBE) {
            sunsubscribed();
        } else if (replied == PushKind.PONG) {
            flush();
            pong();
        } else if (replied != PushKind.OTHER) {
            flush();
            confirmed(replied);
        }
    }

    @Override
    void readComplete() {
        flush();
    }

    private void flush() {
        if (batch.isEmpty()) {
            return;
        }
        try {
            if (wire.ended() == null) {
                listener.onMessages(batch);
            }
        } catch (RuntimeException | Error e) {
            wire.report("onMessages", e);
        } finally {
            batch.clear();
        }
    }

    private void confirmed(PushKind confirmation) {
        if (!(wire.peekUnanswered() instanceof Change change)
                || change.confirmation != confirmation
                || !subscriptions.isSelected(change.topic)) {
            outOfOrder(confirmation.toString());
            return;
        }
        wire.pollUnanswered();
        if (confirmation == PushKind.UNSUBSCRIBE || confirmation == PushKind.PUNSUBSCRIBE) {
            subscriptions.remove(change.topic);
        } else {
            subscriptions.add(change.topic);
        }
        change.confirmed();
    }

    private void sunsubscribed() {
        ShardChannel topic = subscriptions.selectedShardChannel();
        if (topic == null) {
            return;
        }
        flush();
        subscriptions.remove(topic);
        if (leaving.contains(topic)) {
            return; // the fence behind SUNSUBSCRIBE completes it
        }
        if (wire.ended() == null) {
            listener.onUnsubscribed(topic);
        }
    }

    private void pong() {
        Command command = wire.pollUnanswered();
        if (command instanceof Ping ping) {
            ping.answer.complete(null);
        } else if (command instanceof Change change && change.isFenced()) {
            left(change);
        } else {
            outOfOrder("PING");
        }
    }

    private void answered() {
        Reply reply = builder.take();
        if (wire.pollUnanswered() instanceof Call call) {
            call.reply.complete(reply);
        } else {
            outOfOrder("a call");
        }
    }

    private void refused(String error) {
        Node node = wire.node();
        Command command = wire.peekUnanswered();
        if (command instanceof Change change && change.isFenced() && change.refusal == null && !refusesPing(error)) {
            change.refusal = error; // the fence is answered next
            return;
        }
        wire.pollUnanswered();
        if (command instanceof Ping ping) {
            ping.failed(PubSubException.refused("PING", node, error));
        } else if (command instanceof Change change && change.isFenced()) {
            left(change);
        } else if (command instanceof Change change) {
            change.refused(node, error);
        } else {
            outOfOrder(error);
        }
    }

    /** Both answers to SUNSUBSCRIBE and its fence came. */
    private void left(Change change) {
        String refusal = change.refusal;
        leaving.remove((ShardChannel) change.topic);
        if (refusal == null
                || refusal.startsWith("CLUSTERDOWN")
                || ErrorCode.ofErrorReply(refusal) == ErrorCode.MOVED) {
            subscriptions.remove(change.topic);
            change.confirmed();
        } else {
            change.refused(wire.node(), refusal);
        }
    }

    /** Redis names the command in its NOPERM, in quotes. */
    private static boolean refusesPing(String error) {
        return error.startsWith("NOPERM") && error.contains("'ping'");
    }

    private void outOfOrder(String answer) {
        wire.broken(new IllegalStateException("an answer to " + answer + " came, which was not the next expected"));
    }
}

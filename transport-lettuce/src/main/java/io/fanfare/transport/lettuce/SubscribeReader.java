package io.fanfare.transport.lettuce;

import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.Node;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.ShardChannel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages and the answers to changes and pings. Under RESP3 messages are pushes, under RESP2 arrays; both come
 * here in the order of the wire.
 */
final class SubscribeReader extends Reader {
    /** How many messages are handed over at once at most. */
    static final int BATCH = 4_096;

    /** Shard channels whose unsubscribing is unanswered. Any thread adds. */
    final Set<ShardChannel> leaving = ConcurrentHashMap.newKeySet();

    private final ConnectionListener listener;
    private final Subscriptions subscriptions = new Subscriptions();
    private final List<Message> batch = new ArrayList<>();

    /** How many values of the reply came. */
    private int values;

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
    public void multi(int count) {
        isArray = true;
    }

    @Override
    public void set(@Nullable ByteBuffer bytes) {
        int index = values++;
        if (!isArray || bytes == null) {
            return;
        }
        switch (index) {
            case 0 -> kind = PushKind.of(bytes);
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

    private void message(ByteBuffer bytes) {
        if (kind == PushKind.MESSAGE || kind == PushKind.SMESSAGE || kind == PushKind.PMESSAGE) {
            message = subscriptions.message(Payload.of(copy(bytes)));
        }
    }

    @Override
    public void set(long number) {
        values++;
    }

    @Override
    public void set(double number) {
        values++;
    }

    @Override
    public void set(boolean value) {
        values++;
    }

    @Override
    void replied(@Nullable String error) {
        PushKind replied = isArray ? kind : PushKind.PONG;
        Message arrived = message;
        values = 0;
        isArray = false;
        kind = PushKind.OTHER;
        message = null;
        if (error != null) {
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
        if (topic == null || leaving.contains(topic)) {
            return; // the fence behind SUNSUBSCRIBE completes it
        }
        flush();
        subscriptions.remove(topic);
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

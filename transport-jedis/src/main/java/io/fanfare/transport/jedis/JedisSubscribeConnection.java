package io.fanfare.transport.jedis;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Destination;
import io.fanfare.spi.Message;
import io.fanfare.spi.Name;
import io.fanfare.spi.Payload;
import io.fanfare.spi.Reply;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import io.fanfare.spi.TopicTable;
import io.fanfare.transport.jedis.MessageStream.MessageView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A connection that is subscribed. Messages are handed over before the reading thread waits for more bytes. */
final class JedisSubscribeConnection extends Link implements SubscribeConnection {
    private static final int MAX_BATCH = 1_024;

    private final MessageStream in;
    private final MessageView view = new MessageView();
    private final List<Message> batch = new ArrayList<>();
    private final TopicTable<Topic> channels = new TopicTable<>();
    private final TopicTable<Topic> patterns = new TopicTable<>();
    private final TopicTable<Topic> shardChannels = new TopicTable<>();
    /** The shard channels whose unsubscribing is unanswered, and how often. */
    private final Map<Topic, Integer> unsubscribing = new ConcurrentHashMap<>();

    /** Those of the message that was read last. */
    private @Nullable Topic topic;

    private @Nullable Destination channel;

    private volatile boolean paused;
    private volatile @Nullable Thread reader;

    JedisSubscribeConnection(Wire wire, ConnectionListener listener) {
        super(wire, listener, 8 * 1024);
        this.in = new MessageStream(new SocketInput(wire.input(), this), 64 * 1024);
    }

    @Override
    public void subscribe(Collection<? extends Topic> topics, TopicCallback callback) {
        for (Topic topic : topics) {
            TopicKind kind = TopicKind.of(topic);
            append(new TopicRequest(this, topic, kind, kind.subscribe(), callback));
        }
        wakeWriter();
    }

    @Override
    public void unsubscribe(Collection<? extends Topic> topics, TopicCallback callback) {
        for (Topic topic : topics) {
            if (topic instanceof ShardChannel channel) {
                unsubscribing.merge(channel, 1, Integer::sum);
                append(new ShardUnsubscribe(this, channel, callback));
            } else {
                TopicKind kind = TopicKind.of(topic);
                append(new TopicRequest(this, topic, kind, kind.unsubscribe(), callback));
            }
        }
        wakeWriter();
    }

    @Override
    public CompletionStage<Void> ping() {
        Ping ping = new Ping();
        append(ping);
        wakeWriter();
        return ping.stage;
    }

    @Override
    public CompletionStage<Reply> call(List<byte[]> arguments) {
        Call call = new Call(arguments);
        append(call);
        wakeWriter();
        return call.stage;
    }

    @Override
    public long lastReceivedNanos() {
        return lastReceived();
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        wakeReader();
    }

    @Override
    void wakeReader() {
        LockSupport.unpark(reader);
    }

    @Override
    public void beforeRead() {
        in.forget();
        handOver();
        awaitResume();
    }

    @Override
    public void afterRead() throws IOException {
        super.afterRead();
        if (paused) {
            awaitResume();
            if (isClosed()) {
                throw new IOException("closed while it was paused");
            }
        }
    }

    @Override
    void handOver() {
        if (batch.isEmpty()) {
            return;
        }
        if (!isClosed()) {
            try {
                listener.onMessages(batch);
            } catch (Throwable e) {
                guard.caught(e);
            }
        }
        batch.clear();
    }

    @Override
    void readAll() throws IOException {
        reader = Thread.currentThread();
        while (true) {
            MessageView message = in.takeMessage(view, holdsSubscriptions());
            if (message != null) {
                add(message);
            } else {
                onReply(in.readReply());
            }
        }
    }

    /**
     * Tells whether the server holds subscriptions for this connection, as of what was read so far. Without, it sends
     * no message. With, under RESP2, it refuses every command but those that subscribe, {@code PING}, {@code QUIT} and
     * {@code RESET}, so that the only array which answers a call is that of {@code PING}.
     */
    private boolean holdsSubscriptions() {
        return channels.size() + patterns.size() + shardChannels.size() > 0;
    }

    private void awaitResume() {
        while (paused && isOpen()) {
            LockSupport.park(this);
        }
    }

    private void add(MessageView message) {
        if (!message.isOfSameTopic || topic == null || channel == null) {
            topic = topic(message);
            channel = topic instanceof Destination same
                    ? same
                    : channel(message.buffer, message.channelStart, message.channelLength);
        }
        add(new Message(topic, channel, Payload.of(message.payload)));
    }

    private Topic topic(MessageView message) {
        Topic found = table(message.kind).find(message.buffer, message.topicStart, message.topicLength);
        return found == null
                ? message.kind.topic(Name.of(message.buffer, message.topicStart, message.topicLength))
                : found;
    }

    private void add(Message message) {
        batch.add(message);
        if (batch.size() == MAX_BATCH) {
            handOver();
        }
    }

    private Destination channel(byte[] array, int offset, int length) {
        Topic known = channels.find(array, offset, length);
        return known instanceof Channel channel ? channel : new Channel(Name.of(array, offset, length));
    }

    private void onReply(Reply reply) throws IOException {
        in.forget();
        if (!isAnswerToCall()
                && reply instanceof Reply.OfList list
                && list.values().size() >= 2
                && list.values().get(0) instanceof Reply.OfBytes word) {
            onFrame(word.text(), list);
        } else if (!in.wasPush()) {
            handOver();
            onAnswer(reply);
        }
    }

    /** Tells whether what was read answers a call, whatever it looks like. */
    private boolean isAnswerToCall() {
        return !in.wasPush() && pipeline.oldest() instanceof Call && (in.hasPushes() || !holdsSubscriptions());
    }

    private void onFrame(String word, Reply.OfList frame) throws IOException {
        List<Reply> parts = frame.values();
        switch (word) {
            case "message" -> onLargeMessage(TopicKind.CHANNEL, parts);
            case "smessage" -> onLargeMessage(TopicKind.SHARD_CHANNEL, parts);
            case "pmessage" -> onLargeMessage(TopicKind.PATTERN, parts);
            case "pong" -> {
                handOver();
                onAnswer(frame);
            }
            case "subscribe", "psubscribe", "ssubscribe" -> {
                handOver();
                onSubscribed(word, name(parts.get(1)));
            }
            case "unsubscribe" -> onUnsubscribed(word, TopicKind.CHANNEL, name(parts.get(1)));
            case "punsubscribe" -> onUnsubscribed(word, TopicKind.PATTERN, name(parts.get(1)));
            case "sunsubscribe" -> onUnsubscribed(word, TopicKind.SHARD_CHANNEL, name(parts.get(1)));
            default -> {
                // a push concerns no subscription here, such as those of client-side caching
                if (!in.wasPush()) {
                    handOver();
                    onAnswer(frame);
                }
            }
        }
    }

    /** Takes a message that had not arrived whole when it began to be read. */
    private void onLargeMessage(TopicKind kind, List<Reply> parts) throws IOException {
        byte[] name = bytes(parts.get(1));
        byte[] channel = bytes(parts.get(parts.size() - 2));
        Topic topic = table(kind).find(name, 0, name.length);
        if (topic == null) {
            topic = kind.topic(Name.of(name));
        }
        Destination destination = topic instanceof Destination same ? same : channel(channel, 0, channel.length);
        add(new Message(topic, destination, Payload.of(bytes(parts.get(parts.size() - 1)))));
    }

    private void onSubscribed(String word, Name name) throws IOException {
        if (!(oldest() instanceof TopicRequest request) || !request.isConfirmedBy(word, name)) {
            throw new IOException("the server confirmed " + word + " " + name + ", which is not what was asked next");
        }
        table(request.kind).put(request.topic);
        confirm(request);
    }

    private void onUnsubscribed(String word, TopicKind kind, Name name) throws IOException {
        handOver();
        Topic topic = table(kind).remove(name);
        if (pipeline.oldest() instanceof TopicRequest request && request.isConfirmedBy(word, name)) {
            confirm(request);
        } else if (topic != null && !unsubscribing.containsKey(topic) && !isClosed()) {
            guard.run(() -> listener.onUnsubscribed(topic));
        }
    }

    private void confirm(TopicRequest request) {
        boolean finished;
        try {
            finished = request.confirm();
        } catch (RuntimeException | Error e) {
            guard.caught(e);
            finished = true;
        }
        if (finished) {
            pipeline.finish(request);
        }
    }

    /** Takes what is neither a message nor about a subscription: an error, or the answer to a PING or a call. */
    private void onAnswer(Reply reply) throws IOException {
        Request request = oldest();
        if (answer(reply) && request instanceof ShardUnsubscribe unsubscribe) {
            unsubscribing.computeIfPresent(unsubscribe.topic, (topic, times) -> times == 1 ? null : times - 1);
            if (unsubscribe.hasEnded()) {
                shardChannels.remove(unsubscribe.topic.name());
            }
        }
    }

    private TopicTable<Topic> table(TopicKind kind) {
        return switch (kind) {
            case CHANNEL -> channels;
            case PATTERN -> patterns;
            case SHARD_CHANNEL -> shardChannels;
        };
    }

    private static Name name(Reply reply) throws IOException {
        return Name.of(bytes(reply));
    }

    private static byte[] bytes(Reply reply) throws IOException {
        if (reply instanceof Reply.OfBytes bytes) {
            return bytes.value();
        }
        throw new IOException("the server sent " + reply + " in place of a name or payload");
    }
}

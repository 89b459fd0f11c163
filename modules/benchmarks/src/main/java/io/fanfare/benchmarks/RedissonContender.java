package io.fanfare.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.redisson.Redisson;
import org.redisson.api.BatchOptions;
import org.redisson.api.RBatch;
import org.redisson.api.RTopic;
import org.redisson.api.RTopicAsync;
import org.redisson.api.RedissonClient;
import org.redisson.client.ChannelName;
import org.redisson.client.RedisConnection;
import org.redisson.client.RedisPubSubConnection;
import org.redisson.client.RedisPubSubListener;
import org.redisson.client.codec.ByteArrayCodec;
import org.redisson.client.protocol.RedisCommands;
import org.redisson.client.protocol.pubsub.PubSubType;
import org.redisson.config.Config;

/**
 * Redisson by itself: {@code RBatch} and the low-level subscription connections, whose listeners run on the event loop;
 * or {@code publishAsync} and {@code RTopic} listeners. A {@code RedissonClient} has one connection for a channel, so
 * that many connections to one channel are low-level ones in both.
 */
final class RedissonContender implements Client {
    private final String uri;
    private final Form form;
    private final Workload workload;
    private final RedissonClient client;
    private @Nullable RedissonLoops loops;

    RedissonContender(String uri, Form form, Workload workload) {
        this.uri = uri;
        this.form = form;
        this.workload = workload;
        Config config = new Config().setCodec(ByteArrayCodec.INSTANCE);
        config.useSingleServer()
                .setAddress(uri)
                .setSubscriptionConnectionMinimumIdleSize(workload.channels > 1 ? workload.connections : 1)
                .setSubscriptionConnectionPoolSize(Math.max(1, workload.connections))
                .setSubscriptionsPerConnection(Math.max(1, workload.channels / Math.max(1, workload.connections)));
        client = Redisson.create(config);
    }

    @Override
    public boolean isSerial(Workload measured) {
        return form != Form.DOCUMENTED || measured.channels == 1;
    }

    @Override
    public void subscribe(List<Group> groups) throws Exception {
        for (Group group : groups) {
            if (form == Form.DOCUMENTED && (groups.size() == 1 || workload.channels > 1)) {
                for (String channel : group.channels()) {
                    client.getTopic(channel, ByteArrayCodec.INSTANCE)
                            .addListener(byte[].class, (name, payload) -> group.take(payload));
                }
            } else {
                subscribeLowLevel(group);
            }
        }
    }

    private void subscribeLowLevel(Group group) throws InterruptedException {
        RedisPubSubConnection connection = loops().client().connectPubSub();
        ChannelName[] names = group.channels().stream().map(ChannelName::new).toArray(ChannelName[]::new);
        CountDownLatch confirmed = new CountDownLatch(names.length);
        for (ChannelName name : names) {
            connection.addListener(name, new RedisPubSubListener<byte[]>() {
                @Override
                public void onMessage(CharSequence channel, byte[] payload) {
                    group.take(payload);
                }

                @Override
                public void onStatus(PubSubType type, CharSequence channel) {
                    if (name.toString().contentEquals(channel)) {
                        confirmed.countDown();
                    }
                }
            });
        }
        var unused = connection.subscribe(ByteArrayCodec.INSTANCE, names);
        if (!confirmed.await(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException(confirmed.getCount() + " channels were not confirmed in 30 s");
        }
    }

    private RedissonLoops loops() {
        RedissonLoops opened = loops;
        if (opened == null) {
            opened = new RedissonLoops(uri);
            loops = opened;
        }
        return opened;
    }

    @Override
    public Sender sender(List<String> channels, Counter answers) {
        return form == Form.DOCUMENTED
                ? new Single(client, channels, answers)
                : new Batching(client, channels, answers);
    }

    @Override
    public Leasing leasing() {
        return new Connecting(loops());
    }

    @Override
    public void close() {
        client.shutdown(0, 2, TimeUnit.SECONDS);
        if (loops != null) {
            loops.close();
        }
    }

    private static final class Single implements Sender, BiConsumer<Long, @Nullable Throwable> {
        private final List<RTopic> topics;
        private final Counter answers;

        Single(RedissonClient client, List<String> channels, Counter answers) {
            this.topics = channels.stream()
                    .map(channel -> client.getTopic(channel, ByteArrayCodec.INSTANCE))
                    .toList();
            this.answers = answers;
        }

        @Override
        public void send(int channel, byte[] payload) {
            var unused = topics.get(channel).publishAsync(payload).whenComplete(this);
        }

        @Override
        public void accept(Long receivers, @Nullable Throwable failure) {
            answers.add(failure == null ? 1 : 0);
        }

        @Override
        public void flush() {}
    }

    private static final class Batching implements Sender {
        private final RedissonClient client;
        private final List<String> channels;
        private final @Nullable RTopicAsync[] topics;
        private final Counter answers;
        private @Nullable RBatch batch;
        private int gathered;

        Batching(RedissonClient client, List<String> channels, Counter answers) {
            this.client = client;
            this.channels = channels;
            this.topics = new @Nullable RTopicAsync[channels.size()];
            this.answers = answers;
        }

        @Override
        public void send(int channel, byte[] payload) {
            RBatch gathering = batch;
            if (gathering == null) {
                gathering = client.createBatch(BatchOptions.defaults());
                batch = gathering;
                Arrays.fill(topics, null);
            }
            RTopicAsync topic = topics[channel];
            if (topic == null) {
                topic = gathering.getTopic(channels.get(channel), ByteArrayCodec.INSTANCE);
                topics[channel] = topic;
            }
            var unused = topic.publishAsync(payload);
            gathered++;
        }

        @Override
        public void flush() {
            if (batch != null) {
                var unused = batch.execute();
                answers.add(gathered);
                batch = null;
                gathered = 0;
            }
        }
    }

    private record Connecting(RedissonLoops loops) implements Leasing {
        @Override
        public int threads() {
            return 1;
        }

        @Override
        public long use() {
            long begin = System.nanoTime();
            RedisConnection connection = loops.client().connect();
            long connected = System.nanoTime() - begin;
            connection.sync(RedisCommands.PING);
            var unused = connection.closeAsync().syncUninterruptibly();
            return connected;
        }
    }
}

package io.fanfare.benchmarks;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Lettuce by itself: flushed by the caller and without command timers, or with its defaults and a flush for each
 * message.
 */
final class LettuceClient implements Client {
    private final RedisClient client;
    private final Form form;

    LettuceClient(String uri, Form form) {
        this.form = form;
        this.client = RedisClient.create(RedisURI.create(uri));
        if (form != Form.DOCUMENTED) {
            client.setOptions(ClientOptions.builder()
                    .timeoutOptions(
                            TimeoutOptions.builder().timeoutCommands(false).build())
                    .build());
        }
    }

    @Override
    public boolean isSerial(Workload workload) {
        return true;
    }

    @Override
    public void subscribe(List<Group> groups) throws Exception {
        for (Group group : groups) {
            StatefulRedisPubSubConnection<byte[], byte[]> connection = client.connectPubSub(ByteArrayCodec.INSTANCE);
            CountDownLatch confirmed = new CountDownLatch(group.channels().size());
            connection.addListener(new RedisPubSubAdapter<>() {
                @Override
                public void message(byte[] channel, byte[] payload) {
                    group.take(payload);
                }

                @Override
                public void subscribed(byte[] channel, long count) {
                    confirmed.countDown();
                }
            });
            connection.sync().subscribe(names(group.channels()));
            if (!confirmed.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException(confirmed.getCount() + " channels were not confirmed in 30 s");
            }
        }
    }

    private static byte[][] names(List<String> channels) {
        return channels.stream()
                .map(channel -> channel.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    @Override
    public Sender sender(List<String> channels, Counter answers) {
        StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE);
        if (form == Form.DOCUMENTED) {
            return new Single(connection.async(), names(channels), answers);
        }
        connection.setAutoFlushCommands(false);
        return new Flushed(connection, names(channels), answers);
    }

    @Override
    public Leasing leasing() {
        return new Connecting(client);
    }

    @Override
    public void close() {
        client.shutdown(0, 2, TimeUnit.SECONDS);
    }

    private static final class Single implements Sender, BiConsumer<Long, @Nullable Throwable> {
        private final RedisAsyncCommands<byte[], byte[]> commands;
        private final byte[][] names;
        private final Counter answers;

        Single(RedisAsyncCommands<byte[], byte[]> commands, byte[][] names, Counter answers) {
            this.commands = commands;
            this.names = names;
            this.answers = answers;
        }

        @Override
        public void send(int channel, byte[] payload) {
            var unused = commands.publish(names[channel], payload).whenComplete(this);
        }

        @Override
        public void accept(Long receivers, @Nullable Throwable failure) {
            answers.add(failure == null ? 1 : 0);
        }

        @Override
        public void flush() {}
    }

    private static final class Flushed implements Sender {
        private final StatefulRedisConnection<byte[], byte[]> connection;
        private final RedisAsyncCommands<byte[], byte[]> commands;
        private final byte[][] names;
        private final Counter answers;
        private @Nullable RedisFuture<Long> last;
        private int gathered;

        Flushed(StatefulRedisConnection<byte[], byte[]> connection, byte[][] names, Counter answers) {
            this.connection = connection;
            this.commands = connection.async();
            this.names = names;
            this.answers = answers;
        }

        @Override
        public void send(int channel, byte[] payload) {
            last = commands.publish(names[channel], payload);
            gathered++;
        }

        @Override
        public void flush() {
            RedisFuture<Long> newest = last;
            if (newest == null) {
                return;
            }
            // answers come in order: the last one tells of all
            int count = gathered;
            var unused = newest.thenAccept(receivers -> answers.add(count));
            connection.flushCommands();
            last = null;
            gathered = 0;
        }
    }

    private record Connecting(RedisClient client) implements Leasing {
        @Override
        public int threads() {
            return 1;
        }

        @Override
        public long use() {
            long begin = System.nanoTime();
            try (StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE)) {
                long connected = System.nanoTime() - begin;
                connection.sync().ping();
                return connected;
            }
        }
    }
}

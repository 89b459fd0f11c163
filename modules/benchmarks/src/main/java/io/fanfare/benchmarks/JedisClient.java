package io.fanfare.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/** Jedis by itself: a thread for each subscription connection; pipelines by the caller, or a call for each message. */
final class JedisClient implements Client {
    private final HostAndPort address;
    private final Form form;
    private final List<Jedis> opened = new ArrayList<>();
    private final List<BinaryJedisPubSub> subscribers = new ArrayList<>();

    JedisClient(HostAndPort address, Form form) {
        this.address = address;
        this.form = form;
    }

    @Override
    public boolean isSerial(Workload workload) {
        return true;
    }

    @Override
    public void subscribe(List<Group> groups) throws Exception {
        for (Group group : groups) {
            CountDownLatch confirmed = new CountDownLatch(group.channels().size());
            Subscriber subscriber = new Subscriber(group, confirmed);
            Jedis jedis = open();
            byte[][] names = group.channels().stream().map(JedisClient::bytes).toArray(byte[][]::new);
            Thread thread = new Thread(() -> jedis.subscribe(subscriber, names), "subscriber");
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((ended, cause) -> {});
            thread.start();
            subscribers.add(subscriber);
            if (!confirmed.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException(confirmed.getCount() + " channels were not confirmed in 30 s");
            }
        }
    }

    private Jedis open() {
        Jedis jedis = new Jedis(address);
        opened.add(jedis);
        return jedis;
    }

    private static byte[] bytes(String channel) {
        return channel.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Sender sender(List<String> channels, Counter answers) {
        byte[][] names = channels.stream().map(JedisClient::bytes).toArray(byte[][]::new);
        Jedis jedis = open();
        return form == Form.DOCUMENTED
                ? new Single(jedis, names, answers)
                : new Pipelining(new Pipeline(jedis.getConnection()), names, answers);
    }

    @Override
    public Leasing leasing() {
        return new Connecting(address);
    }

    @Override
    public void close() {
        opened.forEach(Jedis::disconnect);
    }

    private static final class Subscriber extends BinaryJedisPubSub {
        private final Group group;
        private final CountDownLatch confirmed;

        Subscriber(Group group, CountDownLatch confirmed) {
            this.group = group;
            this.confirmed = confirmed;
        }

        @Override
        public void onMessage(byte[] channel, byte[] payload) {
            group.take(payload);
        }

        @Override
        public void onSubscribe(byte[] channel, int subscribed) {
            confirmed.countDown();
        }
    }

    private static final class Single implements Sender {
        private final Jedis jedis;
        private final byte[][] names;
        private final Counter answers;

        Single(Jedis jedis, byte[][] names, Counter answers) {
            this.jedis = jedis;
            this.names = names;
            this.answers = answers;
        }

        @Override
        public void send(int channel, byte[] payload) {
            jedis.publish(names[channel], payload);
            answers.add(1);
        }

        @Override
        public void flush() {}
    }

    private static final class Pipelining implements Sender {
        private final Pipeline pipeline;
        private final byte[][] names;
        private final Counter answers;
        private int gathered;

        Pipelining(Pipeline pipeline, byte[][] names, Counter answers) {
            this.pipeline = pipeline;
            this.names = names;
            this.answers = answers;
        }

        @Override
        @SuppressWarnings("FutureReturnValueIgnored")
        public void send(int channel, byte[] payload) {
            pipeline.publish(names[channel], payload);
            gathered++;
        }

        @Override
        public void flush() {
            pipeline.sync();
            answers.add(gathered);
            gathered = 0;
        }
    }

    private record Connecting(HostAndPort address) implements Leasing {
        @Override
        public int threads() {
            return 1;
        }

        @Override
        public long use() {
            long begin = System.nanoTime();
            try (Connection connection = new Connection(address)) {
                connection.connect();
                long connected = System.nanoTime() - begin;
                connection.ping();
                return connected;
            }
        }
    }
}

package io.fanfare.benchmarks;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Message;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;

/** Many subscriber connections of one transport with many channels each. */
final class Audience {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Library library;
    private final Server server;
    private final int connections;
    private final List<Channel> topics = new ArrayList<>();
    private final LongAdder delivered = new LongAdder();

    Audience(Library library, Server server, int connections, int channels) {
        this.library = library;
        this.server = server;
        this.connections = connections;
        for (int i = 0; i < channels; i++) {
            topics.add(Channel.of("bench:audience:" + i));
        }
    }

    /** What all connections together cost, in bytes, seconds and threads. */
    record Cost(
            double subscribeSeconds,
            long delivered,
            double deliverSeconds,
            long heap,
            long direct,
            int threads,
            long server) {}

    Cost measure() throws Exception {
        long heap = heap();
        long direct = direct();
        int threads = threads();
        long memory = server.memory();
        TransportProvider provider = ServiceLoader.load(TransportProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(found -> found.id().equals(library.id()))
                .findFirst()
                .orElseThrow();
        TransportOptions options = TransportOptions.defaults().with(TransportOptions.CONNECT_TIMEOUT, PATIENCE);
        try (Transport transport = provider.open(options)) {
            long begin = System.nanoTime();
            List<SubscribeConnection> open = subscribe(transport);
            double subscribed = seconds(begin);
            begin = System.nanoTime();
            publish();
            double arrived = seconds(begin);
            Cost cost = new Cost(
                    subscribed,
                    delivered.sum(),
                    arrived,
                    heap() - heap,
                    direct() - direct,
                    threads() - threads,
                    server.memory() - memory);
            open.forEach(SubscribeConnection::close);
            return cost;
        }
    }

    private List<SubscribeConnection> subscribe(Transport transport) throws Exception {
        ConnectionListener listener = new ConnectionListener() {
            @Override
            public void onMessages(List<Message> messages) {
                delivered.add(messages.size());
            }
        };
        AtomicReference<@Nullable PubSubException> refusal = new AtomicReference<>();
        List<SubscribeConnection> open = new ArrayList<>();
        Node node = Node.of(server.host(), server.port());
        for (int i = 0; i < connections; i++) {
            SubscribeConnection connection = transport
                    .connectSubscriber(node, listener)
                    .toCompletableFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            CountDownLatch confirmed = new CountDownLatch(topics.size());
            connection.subscribe(topics, (topic, failure) -> {
                refusal.compareAndSet(null, failure);
                confirmed.countDown();
            });
            if (!confirmed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS) || refusal.get() != null) {
                throw new IllegalStateException("connection " + i + " was not subscribed", refusal.get());
            }
            open.add(connection);
        }
        return open;
    }

    /** Publishes once to each channel and waits until everything has arrived, or nothing more for two seconds. */
    private void publish() {
        byte[] payload = new byte[100];
        try (Jedis jedis = new Jedis(server.host(), server.port());
                Pipeline pipeline = new Pipeline(jedis.getConnection())) {
            for (Channel topic : topics) {
                var unused = pipeline.publish(topic.toString().getBytes(StandardCharsets.UTF_8), payload);
            }
            pipeline.sync();
        }
        long wanted = (long) connections * topics.size();
        long last = delivered.sum();
        long since = System.nanoTime();
        while (last < wanted && seconds(since) < 2) {
            LockSupport.parkNanos(1_000_000);
            long now = delivered.sum();
            since = now == last ? since : System.nanoTime();
            last = now;
        }
    }

    private static double seconds(long sinceNanos) {
        return (System.nanoTime() - sinceNanos) / 1e9;
    }

    private static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    private static long heap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static long direct() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}

package io.fanfare;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Node;
import io.fanfare.spi.Reply;
import io.fanfare.transport.memory.MemoryFaults;
import io.fanfare.transport.memory.MemoryTransportProvider;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A broker in this JVM for one test, its faults, and clients of it. */
final class Memory implements AutoCloseable {
    private static final AtomicInteger BROKERS = new AtomicInteger();

    private final String host = "test-" + BROKERS.incrementAndGet();
    final MemoryFaults faults = MemoryFaults.at(Node.of(host, 6379));

    FanfareBuilder client() {
        return Fanfare.builder()
                .uri("redis://" + host)
                .transport(new MemoryTransportProvider())
                .codec("string");
    }

    Node node() {
        return Node.of(host, 6379);
    }

    /** Returns how many connections the broker says are subscribed to a channel. */
    long receivers(Channel channel) {
        try (Fanfare client = client().build();
                var lease = client.leaseCommands(Duration.ofSeconds(5)).join()) {
            var command = List.of(
                    "PUBSUB".getBytes(UTF_8),
                    "NUMSUB".getBytes(UTF_8),
                    channel.name().bytes());
            Reply reply = lease.connection().call(command).toCompletableFuture().join();
            return ((Reply.OfNumber) ((Reply.OfList) reply).values().get(1)).value();
        }
    }

    @Override
    public void close() {
        faults.close();
    }
}

package io.fanfare;

import io.fanfare.spi.Node;
import io.fanfare.transport.memory.MemoryFaults;
import io.fanfare.transport.memory.MemoryTransportProvider;
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

    @Override
    public void close() {
        faults.close();
    }
}

import org.jspecify.annotations.NullMarked;

/**
 * Pub/Sub inside one JVM, without Redis: for unit tests of applications, and the reference for transport authors.
 *
 * <p>All transports of the JVM that connect to the same address share one broker, which exists while a connection to it
 * is open. {@link io.fanfare.transport.memory.MemoryFaults} makes it fail on demand.
 */
@NullMarked
module io.fanfare.transport.memory {
    requires transitive io.fanfare.spi;

    exports io.fanfare.transport.memory;

    provides io.fanfare.spi.TransportProvider with
            io.fanfare.transport.memory.MemoryTransportProvider;
}

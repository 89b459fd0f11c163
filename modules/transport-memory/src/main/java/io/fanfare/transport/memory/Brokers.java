package io.fanfare.transport.memory;

import io.fanfare.spi.Address;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The brokers of this JVM. A broker exists while someone who entered has not left. */
final class Brokers {
    private static final Map<Address, Entry> ENTRIES = new ConcurrentHashMap<>();

    private record Entry(Broker broker, int users) {}

    private Brokers() {}

    /** Returns the broker at an address, which stays until as many have left as entered. */
    static Broker enter(Address address) {
        return ENTRIES.merge(
                        address,
                        new Entry(new Broker(address), 1),
                        (entry, unused) -> new Entry(entry.broker, entry.users + 1))
                .broker();
    }

    static void leave(Address address) {
        ENTRIES.computeIfPresent(
                address, (unused, entry) -> entry.users == 1 ? null : new Entry(entry.broker, entry.users - 1));
    }

    /** Tells whether there is a broker at an address. */
    static boolean isOpen(Address address) {
        return ENTRIES.containsKey(address);
    }
}

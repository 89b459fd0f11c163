package io.fanfare.duplicate;

import io.fanfare.spi.Capability;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import java.util.Set;

/** Has the id of the memory transport. */
public final class DuplicateProvider implements TransportProvider {
    @Override
    public String id() {
        return "memory";
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public Transport open(TransportOptions options) {
        throw new UnsupportedOperationException();
    }
}

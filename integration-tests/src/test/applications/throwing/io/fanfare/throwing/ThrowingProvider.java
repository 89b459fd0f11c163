package io.fanfare.throwing;

import io.fanfare.spi.Capability;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import java.util.Set;

/** Throws in its constructor. */
public final class ThrowingProvider implements TransportProvider {
    public ThrowingProvider() {
        throw new IllegalStateException("out of order");
    }

    @Override
    public String id() {
        return "throwing";
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

package io.fanfare.transport.memory;

import io.fanfare.spi.Capability;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Protocol;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The transport {@code memory}: connects clients of one JVM with each other, without Redis. Any credentials are
 * accepted. TLS, Unix domain sockets and RESP3 are not supported, and the options that tune sockets and threads have no
 * effect. With {@link Protocol#RESP2} a connection that is subscribed is refused other commands, as Redis does; with
 * {@link Protocol#AUTO} it is not.
 */
public final class MemoryTransportProvider implements TransportProvider {
    /** The output limit of a provider that is made without one: 256 MiB. */
    public static final long DEFAULT_OUTPUT_LIMIT = 256L << 20;

    static final Set<Capability> CAPABILITIES = Collections.unmodifiableSet(EnumSet.of(
            Capability.PATTERNS,
            Capability.SHARD_CHANNELS,
            Capability.COMMANDS,
            Capability.PING,
            Capability.SUBSCRIBED_COMMANDS,
            Capability.PAUSE,
            Capability.BATCHES));

    private final long outputLimit;

    /** Creates a provider whose output limit is {@link #DEFAULT_OUTPUT_LIMIT}. */
    public MemoryTransportProvider() {
        this(DEFAULT_OUTPUT_LIMIT);
    }

    /**
     * Creates a provider.
     *
     * @param outputLimit the bytes, 1 or more, that may wait for a subscriber which does not read: for each message
     *     those of its payload, of its channel's name and 64 more. One message beyond, and the connection is lost, as
     *     with Redis's {@code client-output-buffer-limit pubsub}.
     * @throws IllegalArgumentException if the limit is less than 1
     */
    public MemoryTransportProvider(long outputLimit) {
        if (outputLimit < 1) {
            throw new IllegalArgumentException("output limit " + outputLimit + " is less than 1 byte");
        }
        this.outputLimit = outputLimit;
    }

    @Override
    public String id() {
        return "memory";
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    @Override
    public boolean reachesRedis() {
        return false;
    }

    @Override
    public Transport open(TransportOptions options) {
        if (options.get(TransportOptions.PROTOCOL) == Protocol.RESP3) {
            throw new PubSubException(ErrorCode.UNSUPPORTED, "the transport memory has no RESP3; set protocol to auto");
        }
        if (options.find(TransportOptions.SSL_CONTEXT) != null) {
            throw new PubSubException(
                    ErrorCode.UNSUPPORTED, "the transport memory has no TLS; leave ssl-context unset");
        }
        return new MemoryTransport(options, outputLimit);
    }
}

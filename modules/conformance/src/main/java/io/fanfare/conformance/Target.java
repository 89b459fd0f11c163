package io.fanfare.conformance;

import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.Node;
import io.fanfare.spi.TransportProvider;
import java.time.Duration;

/**
 * What is examined, and how patiently.
 *
 * @param uri the deployment's URI
 * @param node the node that transports connect to directly
 * @param transport the transport
 * @param codec the codec
 * @param patience how long one expected event may take
 * @param limit how long one rule may take
 * @param manyChannels how many channels are subscribed to where that means many
 */
record Target(
        String uri,
        Node node,
        TransportProvider transport,
        CodecProvider codec,
        Duration patience,
        Duration limit,
        int manyChannels) {
    static final Duration PATIENCE = Duration.ofSeconds(5);
    static final Duration LIMIT = Duration.ofSeconds(30);
    static final int MANY_CHANNELS = 10_000;
    static final int MANY_CHANNELS_QUICK = 1_000;

    Pairing pairing() {
        return new Pairing(transport.id(), codec.id());
    }
}

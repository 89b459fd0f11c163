package io.fanfare;

import io.fanfare.spi.Address;
import io.fanfare.spi.Node;
import java.util.function.UnaryOperator;

/**
 * Makes nodes of the addresses by which a deployment calls them.
 *
 * @param tls whether to connect over TLS; a certificate is expected to have the announced name
 * @param mapper returns where to connect for an announced address
 */
record NodeNames(boolean tls, UnaryOperator<Address> mapper) {
    Node announced(Address address) {
        return new Node(mapper.apply(address), address, tls ? address.host() : null);
    }
}

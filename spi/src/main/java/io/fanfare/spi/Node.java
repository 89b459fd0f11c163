package io.fanfare.spi;

import org.jspecify.annotations.Nullable;

/**
 * One server to connect to. The address to connect to, the address by which the deployment knows the server, and the
 * name to verify in its certificate are distinct: containers, address translation and proxies make them differ.
 *
 * @param connect where to open the socket
 * @param announced how the deployment calls this server, in {@code CLUSTER SLOTS} or by a Sentinel
 * @param tlsServerName the name to expect in the server's certificate; null for a connection without TLS
 */
public record Node(
        Address connect, Address announced, @Nullable String tlsServerName) {
    /** Returns a node without TLS that is reached where it is announced. */
    public static Node of(String host, int port) {
        Address address = new Address(host, port);
        return new Node(address, address, null);
    }

    /** Tells whether to connect over TLS. */
    public boolean isTls() {
        return tlsServerName != null;
    }

    /** Returns the announced address, and where to reach it if that differs. */
    @Override
    public String toString() {
        return connect.equals(announced) ? announced.toString() : announced + " (at " + connect + ")";
    }
}

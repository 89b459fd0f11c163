package io.fanfare.spi;

/**
 * Where a server listens: a host with a port, or the path of a Unix domain socket.
 *
 * @param host the host name or IP address, or the absolute path of the socket
 * @param port the TCP port from 1 to 65535, or {@link #UNIX} for a Unix domain socket
 */
public record Address(String host, int port) {
    /** The port of an address that is the path of a Unix domain socket. */
    public static final int UNIX = 0;

    public Address {
        if (host.isEmpty()) {
            throw new PubSubException(ErrorCode.CONFIGURATION_INVALID, "the host of an address is empty");
        }
        if (port < 0 || port > 65_535) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID, "port " + port + " of " + host + " is outside 1 to 65535");
        }
    }

    /** Returns the address of a Unix domain socket. */
    public static Address ofSocket(String path) {
        return new Address(path, UNIX);
    }

    /** Tells whether this is the path of a Unix domain socket. */
    public boolean isSocket() {
        return port == UNIX;
    }

    @Override
    public String toString() {
        if (isSocket()) {
            return host;
        }
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
    }
}

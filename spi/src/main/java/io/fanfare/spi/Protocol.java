package io.fanfare.spi;

/** The version of the Redis serialization protocol to speak. */
public enum Protocol {
    /** RESP3 where the transport and the server have it, else RESP2. */
    AUTO,
    /**
     * RESP2: a subscribed connection takes only subscription commands, {@code PING}, {@code QUIT} and {@code RESET}.
     */
    RESP2,
    /** RESP3; connecting fails where the server does not have it. */
    RESP3
}

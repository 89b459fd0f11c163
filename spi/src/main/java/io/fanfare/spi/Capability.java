package io.fanfare.spi;

/**
 * What a transport may or may not be able to do on its wire. A transport that lacks a capability fails every use of it
 * at once with {@link ErrorCode#UNSUPPORTED}.
 */
public enum Capability {
    /** Subscribing to {@link Pattern patterns}. */
    PATTERNS,
    /** Publishing to and subscribing to {@link ShardChannel shard channels}. */
    SHARD_CHANNELS,
    /** Opening {@link CommandConnection command connections}. */
    COMMANDS,
    /** {@link SubscribeConnection#ping()}. */
    PING,
    /** {@link SubscribeConnection#call}. */
    SUBSCRIBED_COMMANDS,
    /** Speaking RESP3 with the server. */
    RESP3,
    /** Connecting over TLS. */
    TLS,
    /** Connecting to a Unix domain socket. */
    UNIX_SOCKET,
    /** {@link SubscribeConnection#pause()} and {@link SubscribeConnection#resume()}. */
    PAUSE,
    /**
     * Handing over in one {@link ConnectionListener#onMessages} call all messages that one read of the socket brought.
     * A transport without it hands over one message at a time.
     */
    BATCHES,
    /**
     * The client library reconnects by itself and cannot be kept from it. The transport reports both edges of a gap;
     * Fanfare does not reconnect for it.
     */
    SELF_HEALING
}

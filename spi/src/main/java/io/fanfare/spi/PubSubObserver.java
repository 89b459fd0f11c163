package io.fanfare.spi;

import java.time.Duration;

/**
 * Hears what happens inside a client: metrics and tracing plug in here. Called on whatever thread it happens on,
 * threads that read connections included: an implementation must neither block nor throw.
 */
public interface PubSubObserver {
    /** What a connection is for. */
    enum Role {
        /** It publishes. */
        PUBLISH,
        /** It holds subscriptions. */
        SUBSCRIBE,
        /** It sends commands. */
        COMMAND
    }

    /** What a client does beyond publishing and subscribing, and does without where the server refuses it. */
    enum Function {
        /** Comparing what is subscribed with what the server holds. */
        AUDIT,
        /** Sending messages to oneself, through Redis. */
        PROBE,
        /** Noticing that the server is no longer a master. */
        ROLE,
        /** Ending subscriptions on the server; without it, messages that nobody wants are thrown away here. */
        UNSUBSCRIBE
    }

    /** A connection was established after {@code elapsed}. */
    default void connected(Node node, Role role, Duration elapsed) {}

    /** A connection could not be established, or was lost. */
    default void disconnected(Node node, Role role, PubSubException cause) {}

    /** The server took a message of {@code bytes} bytes of payload, {@code nanos} after it was published. */
    default void published(Destination channel, int bytes, long receivers, long nanos) {}

    /** A publish failed; also called for publishes that want no answer. */
    default void publishFailed(Destination channel, PubSubException cause) {}

    /** One read brought {@code messages} messages with {@code bytes} bytes of payload. */
    default void received(int messages, long bytes) {}

    /** A subscription's queue dropped a message. */
    default void dropped(Message message, OverflowPolicy policy) {}

    /** A message could not be decoded, or its handler threw. */
    default void handlingFailed(Message message, PubSubException cause) {}

    /** Messages of {@code topic} may have been lost for {@code duration}, now over. */
    default void gap(Topic topic, Duration duration) {}

    /** A subscription's handler was slower than its topic for a time, which is now over. */
    default void slowConsumer(SlowConsumer episode) {}

    /** A probe came back on the subscription connection to {@code node}, {@code roundTrip} after it was published. */
    default void probed(Node node, Duration roundTrip) {}

    /** The server refuses what a function needs; the client does without until {@link #restored}. */
    default void degraded(Node node, Function function, PubSubException cause) {}

    /** A function that was degraded works again. */
    default void restored(Node node, Function function) {}
}

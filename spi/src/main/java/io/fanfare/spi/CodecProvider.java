package io.fanfare.spi;

/** A wire format, found as a service and chosen by its {@link #id()}. Thread-safe. */
public interface CodecProvider extends Provider {
    /**
     * Returns a codec for values of one type.
     *
     * @throws PubSubException {@link ErrorCode#UNSUPPORTED} if this format cannot carry the type; the message says why
     */
    <T> Codec<T> codec(TypeRef<T> type);

    /**
     * Tells whether a payload may be of this format, by looking at as much of it as that takes. False means certainly
     * not; true means that only decoding can tell.
     */
    boolean recognises(Payload payload);
}

package io.fanfare.spi;

/** A wire format, found as a service and chosen by its {@link #id()}. Thread-safe. */
public interface CodecProvider extends Provider {
    /**
     * Returns a codec for values of one type.
     *
     * @throws PubSubException {@link ErrorCode#UNSUPPORTED} if this format cannot carry the type; the message says why
     */
    <T> Codec<T> codec(TypeRef<T> type, CodecOptions options);

    /** Returns a codec for values of one type, with the {@linkplain CodecOptions#defaults() default} options. */
    default <T> Codec<T> codec(TypeRef<T> type) {
        return codec(type, CodecOptions.defaults());
    }

    /**
     * Tells whether a payload may be of this format, in constant time: by its length and its first bytes. False means
     * certainly not; the default is true.
     */
    default boolean mayBegin(Payload payload) {
        return true;
    }

    /**
     * Tells whether the whole payload is exactly one well-formed value of this format, of whatever type, under the
     * {@linkplain CodecOptions#defaults() default} options.
     */
    boolean recognises(Payload payload);
}

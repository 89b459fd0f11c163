package io.fanfare.spi;

/**
 * Turns values of one type into payloads and back. Thread-safe. Decoding what encoding made gives an equal value.
 *
 * @param <T> the type of the values
 */
public interface Codec<T> {
    /**
     * Encodes all of a value. The caller owns the payload.
     *
     * @throws PubSubException {@link ErrorCode#ENCODE_FAILED} if the value cannot be encoded
     */
    Payload encode(T value);

    /**
     * Decodes all of a payload, and keeps no reference to its array unless that is the value itself.
     *
     * @throws PubSubException {@link ErrorCode#DECODE_FAILED} if it is malformed, has bytes left over, or is of another
     *     type
     */
    T decode(Payload payload);
}

package io.fanfare;

import io.fanfare.spi.Codec;
import io.fanfare.spi.DecodeException;
import io.fanfare.spi.Payload;
import io.fanfare.spi.TypeRef;

/** Puts one tag before the payloads of another codec. */
final class TaggedCodec<T> implements Codec<T> {
    private final Tag tag;
    private final TypeRef<T> type;
    private final Codec<T> codec;

    TaggedCodec(Tag tag, TypeRef<T> type, Codec<T> codec) {
        this.tag = tag;
        this.type = type;
        this.codec = codec;
    }

    @Override
    public Payload encode(T value) {
        return tag.before(codec.encode(value));
    }

    @Override
    public T decode(Payload payload) {
        Tag found = Tag.of(payload);
        if (found != tag) {
            throw found == null
                    ? untagged(type, payload)
                    : failure(type, payload, "its prefix is " + found + ", and for this type it is " + tag);
        }
        try {
            return codec.decode(Tag.rest(payload));
        } catch (DecodeException e) {
            long offset = e.offset() < 0 ? -1 : e.offset() + 1;
            throw new DecodeException(
                    "typed", type, payload, offset, "after the prefix " + tag + ": " + e.problem(), e);
        }
    }

    static DecodeException untagged(TypeRef<?> type, Payload payload) {
        return failure(
                type,
                payload,
                payload.length() == 0
                        ? "it is empty, without a prefix"
                        : String.format(
                                "it begins with 0x%02x; a prefix is b for bytes, d for JSON or s for a string",
                                payload.array()[payload.offset()]));
    }

    private static DecodeException failure(TypeRef<?> type, Payload payload, String problem) {
        return new DecodeException("typed", type, payload, 0, problem, null);
    }

    @Override
    public String toString() {
        return "typed of " + type;
    }
}

package io.fanfare;

import io.fanfare.spi.Codec;
import io.fanfare.spi.Payload;
import io.fanfare.spi.TypeRef;

/** Writes whatever a value is, and reads whatever the tag says. */
record TaggedObjectCodec(Codec<byte[]> bytes, Codec<String> string, Codec<Object> json) implements Codec<Object> {
    @Override
    public Payload encode(Object value) {
        if (value instanceof byte[] array) {
            return bytes.encode(array);
        }
        if (value instanceof Payload payload) {
            return Tag.BYTES.before(payload);
        }
        return value instanceof String text ? string.encode(text) : json.encode(value);
    }

    @Override
    public Object decode(Payload payload) {
        Tag tag = Tag.of(payload);
        if (tag == null) {
            throw TaggedCodec.untagged(TypeRef.of(Object.class), payload);
        }
        return switch (tag) {
            case BYTES -> bytes.decode(payload);
            case STRING -> string.decode(payload);
            case JSON -> json.decode(payload);
        };
    }
}

package io.fanfare.codec.json;

import io.fanfare.spi.Codec;
import io.fanfare.spi.Payload;
import io.fanfare.spi.TypeRef;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/** Encodes and decodes values of one type by a reader and a writer that were resolved for it. */
final class JsonCodec<T> implements Codec<T> {
    private final TypeRef<T> type;
    private final ObjectReader reader;
    private final ObjectWriter writer;

    JsonCodec(TypeRef<T> type, ObjectReader reader, ObjectWriter writer) {
        this.type = type;
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    @SuppressWarnings("NullAway") // a null that an unchecked caller passes is refused as any other value
    public Payload encode(T value) {
        if (value == null) {
            throw JsonFailure.encode(type, "the value is null");
        }
        try {
            return Payload.of(writer.writeValueAsBytes(value));
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            throw JsonFailure.encode(type, e);
        }
    }

    @Override
    public T decode(Payload payload) {
        if (payload.length() == 0) {
            throw JsonFailure.decode(type, payload, 0, "it is empty");
        }
        if (JsonText.isOtherUnicodeForm(payload)) {
            throw JsonFailure.decode(type, payload, 0, "it is not UTF-8 text");
        }
        @Nullable T value;
        try {
            value = reader.readValue(payload.array(), payload.offset(), payload.length());
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            throw JsonFailure.decode(type, payload, e);
        }
        if (value == null) {
            throw JsonFailure.decode(type, payload, 0, "it is null");
        }
        return value;
    }

    @Override
    public String toString() {
        return "json of " + type;
    }
}

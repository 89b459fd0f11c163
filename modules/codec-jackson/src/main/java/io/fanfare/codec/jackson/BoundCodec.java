package io.fanfare.codec.jackson;

import io.fanfare.spi.Codec;
import io.fanfare.spi.Payload;
import io.fanfare.spi.TypeRef;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;

/** Encodes and decodes values of one type by a reader and a writer that were resolved for it. */
final class BoundCodec<T> implements Codec<T> {
    private final TypeRef<T> type;
    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final TokenFormat format;
    private final int maxPayload;
    private final Failures failures;

    BoundCodec(
            TypeRef<T> type,
            ObjectReader reader,
            ObjectWriter writer,
            TokenFormat format,
            int maxPayload,
            Failures failures) {
        this.type = type;
        this.reader = reader;
        this.writer = writer;
        this.format = format;
        this.maxPayload = maxPayload;
        this.failures = failures;
    }

    @Override
    @SuppressWarnings("NullAway") // a null that an unchecked caller passes is refused as any other value
    public Payload encode(T value) {
        if (value == null) {
            throw failures.encode(type, null, "the value is null");
        }
        try {
            return format.write(writer, value);
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            throw failures.encode(type, e);
        }
    }

    @Override
    public T decode(Payload payload) {
        try {
            return read(payload);
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            throw failures.decode(type, payload, cause(payload, e));
        }
    }

    /** That a payload is malformed is told before that it is of another type. */
    private Throwable cause(Payload payload, Throwable found) {
        Throwable fault = payload.length() > maxPayload ? null : format.fault(payload);
        if (fault == null) {
            return found;
        }
        fault.addSuppressed(found);
        return fault;
    }

    private T read(Payload payload) {
        if (payload.length() == 0) {
            throw Failures.fault(null, 0, "it is empty");
        }
        if (payload.length() > maxPayload) {
            throw Failures.fault(null, 0, "codec.max-payload allows " + maxPayload + " bytes");
        }
        try (JsonParser parser = format.parser(payload)) {
            @Nullable T value = reader.readValue(parser);
            if (value == null) {
                throw Failures.fault(parser, 0, "it is null");
            }
            return value;
        }
    }

    @Override
    public String toString() {
        return failures.codec() + " of " + type;
    }
}

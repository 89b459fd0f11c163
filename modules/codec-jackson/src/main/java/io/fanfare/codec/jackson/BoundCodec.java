package io.fanfare.codec.jackson;

import io.fanfare.spi.Codec;
import io.fanfare.spi.DecodeException;
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
        } catch (RuntimeException | Error e) {
            throw failures.encode(type, ofValue(e));
        }
    }

    @Override
    public T decode(Payload payload) {
        try {
            if (payload.length() == 0) {
                throw Failures.fault(null, 0, "it is empty");
            }
            if (payload.length() > maxPayload) {
                throw Failures.fault(null, 0, "codec.max-payload allows " + maxPayload + " bytes");
            }
            try (JsonParser parser = format.parser(payload)) {
                return read(parser, payload);
            }
        } catch (DecodeException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw failure(payload, e, -1);
        }
    }

    private T read(JsonParser parser, Payload payload) {
        try {
            @Nullable T value = reader.readValue(parser);
            if (value == null) {
                throw Failures.fault(parser, 0, "it is null");
            }
            return value;
        } catch (RuntimeException | Error e) {
            throw failure(payload, e, parser.currentLocation().getByteOffset());
        }
    }

    /** That a payload is malformed is told before that it is of another type. */
    private DecodeException failure(Payload payload, Throwable thrown, long reached) {
        Throwable found = ofValue(thrown);
        Throwable fault = payload.length() > maxPayload ? null : format.fault(payload, found);
        if (fault == null) {
            return failures.decode(type, payload, found, reached);
        }
        fault.addSuppressed(found);
        return failures.decode(type, payload, fault, reached);
    }

    /** Passes on what is wrong with the virtual machine, not with a value: all but a stack that is too deep. */
    private static Throwable ofValue(Throwable thrown) {
        if (thrown instanceof VirtualMachineError error && !(thrown instanceof StackOverflowError)) {
            throw error;
        }
        return thrown;
    }

    @Override
    public String toString() {
        return failures.codec() + " of " + type;
    }
}

package io.fanfare.codec.msgpack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.fanfare.spi.Codec;
import io.fanfare.spi.Payload;
import io.fanfare.spi.TypeRef;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Encodes and decodes values of one type by a reader and a writer that were resolved for it. */
final class MsgpackCodec<T> implements Codec<T> {
    private final TypeRef<T> type;
    private final ObjectMapper mapper;
    private final ObjectReader reader;
    private final ObjectWriter writer;

    MsgpackCodec(TypeRef<T> type, ObjectMapper mapper, ObjectReader reader, ObjectWriter writer) {
        this.type = type;
        this.mapper = mapper;
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    @SuppressWarnings("NullAway") // a null that an unchecked caller passes is refused as any other value
    public Payload encode(T value) {
        if (value == null) {
            throw MsgpackFailure.encode(type, "the value is null");
        }
        PayloadOutput out = new PayloadOutput();
        try (StrictGenerator generator = new StrictGenerator(mapper, out)) {
            writer.writeValue(generator, value);
        } catch (IOException | RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            throw MsgpackFailure.encode(type, e);
        }
        return out.payload();
    }

    @Override
    public T decode(Payload payload) {
        MsgpackWalk walk = new MsgpackWalk(payload);
        String fault = walk.fault();
        if (fault != null) {
            throw MsgpackFailure.decode(type, payload, walk.offset(), fault);
        }
        @Nullable T value;
        try (StrictParser parser = StrictParser.of(reader, payload.array(), payload.offset(), payload.length())) {
            value = reader.readValue(parser);
        } catch (IOException | RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            throw MsgpackFailure.decode(type, payload, e);
        }
        if (value == null) {
            throw MsgpackFailure.decode(type, payload, 0, "it is nil");
        }
        return value;
    }

    @Override
    public String toString() {
        return "msgpack of " + type;
    }
}

package io.fanfare.codec.msgpack;

import io.fanfare.codec.jackson.Failures;
import io.fanfare.codec.jackson.Limits;
import io.fanfare.codec.jackson.ReadContext;
import io.fanfare.codec.jackson.Spares;
import io.fanfare.codec.jackson.TokenFormat;
import io.fanfare.codec.jackson.WriteContext;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecOptions.DuplicateKeys;
import io.fanfare.spi.Payload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.ErrorReportConfiguration;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonParser;
import tools.jackson.core.io.ContentReference;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectWriter;

/** MessagePack with one set of options. */
final class MsgpackFormat implements TokenFormat {
    /** The largest buffer that is kept, in bytes. */
    private static final int LARGEST_SPARE = 64 << 10;

    private static final Spares<PackBuffer> SPARES = new Spares<>();

    private final Limits limits;
    private final ReadContext reading;
    private final WriteContext writing;
    private final IOContext io;
    private final NameCache names = new NameCache();

    MsgpackFormat(ObjectMapper mapper, CodecOptions options) {
        this.limits = Limits.of(options);
        this.reading =
                new ReadContext(mapper, limits, options.get(CodecOptions.DUPLICATE_KEYS) == DuplicateKeys.REFUSE, 0);
        this.writing = new WriteContext(mapper, 0);
        this.io = new IOContext(
                limits.reading(),
                limits.writing(),
                ErrorReportConfiguration.defaults(),
                new BufferRecycler(),
                ContentReference.redacted(),
                false,
                JsonEncoding.UTF8);
    }

    @Override
    public Payload nothing() {
        return Payload.of(new byte[] {(byte) Heads.NIL});
    }

    @Override
    public JsonParser parser(Payload payload) {
        return new MsgpackParser(reading, limits, names, payload);
    }

    @Override
    public @Nullable JacksonException fault(Payload payload) {
        MsgpackWalk walk = new MsgpackWalk(payload, limits.depth());
        String fault = walk.fault();
        return fault == null ? null : Failures.fault(null, walk.offset(), fault);
    }

    @Override
    public Payload write(ObjectWriter writer, Object value) {
        PackBuffer spare = SPARES.take();
        PackBuffer buffer = spare == null ? new PackBuffer() : spare;
        buffer.begin(limits.payload());
        try {
            MsgpackGenerator generator = new MsgpackGenerator(writing, io, limits, buffer);
            writer.writeValue(generator, value);
            if (!generator.isComplete()) {
                throw new IllegalStateException("its serializer wrote no whole value");
            }
            return buffer.payload();
        } finally {
            if (buffer.capacity() <= LARGEST_SPARE) {
                SPARES.give(buffer);
            }
        }
    }
}

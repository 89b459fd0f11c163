package io.fanfare.codec.json;

import io.fanfare.codec.jackson.Failures;
import io.fanfare.codec.jackson.Limits;
import io.fanfare.codec.jackson.ReadContext;
import io.fanfare.codec.jackson.TokenFormat;
import io.fanfare.codec.jackson.Utf8;
import io.fanfare.codec.jackson.WriteContext;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecOptions.DuplicateKeys;
import io.fanfare.spi.CodecOptions.NonFinite;
import io.fanfare.spi.Payload;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonEncoding;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectWriter;

/** JSON with one set of options. */
final class JsonFormat implements TokenFormat {
    /** Names of properties that are kept; those that come beyond them begin anew. */
    private static final int MAX_NAMES = 1024;

    /** The length of the payloads that the kept names may come from. */
    private static final long MAX_NAME_BYTES = 1 << 20;

    private final Limits limits;

    /** Whether the walk is to say which words there are: Jackson takes more than the option names. */
    private final boolean walksForWords;

    private final boolean nonFinite;

    /** Whether the parser reads only JSON of RFC 8259, and the words of {@link #nonFinite}. */
    private final boolean strict;

    private final ReadContext reading;
    private final WriteContext writing;
    private volatile LimitedFactory factory;

    JsonFormat(ObjectMapper mapper, CodecOptions options) {
        this.limits = Limits.of(options);
        this.nonFinite = options.get(CodecOptions.JSON_NON_FINITE) == NonFinite.ACCEPT;
        this.walksForWords = nonFinite && mapper.deserializationConfig().getFormatReadFeatures() == 0;
        this.factory = new LimitedFactory(mapper.tokenStreamFactory(), limits);
        this.strict = mapper.deserializationConfig().getFormatReadFeatures() == 0
                && factory.getFormatReadFeatures() == JsonReadFeature.collectDefaults();
        this.reading = new ReadContext(
                mapper,
                limits,
                options.get(CodecOptions.DUPLICATE_KEYS) == DuplicateKeys.REFUSE,
                nonFinite ? JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS.getMask() : 0);
        this.writing = new WriteContext(mapper, nonFinite ? JsonWriteFeature.WRITE_NAN_AS_STRINGS.getMask() : 0);
    }

    @Override
    public Payload nothing() {
        return Payload.of("null".getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public JsonParser parser(Payload payload) {
        if (JsonText.isOtherUnicodeForm(payload)) {
            throw Failures.fault(null, 0, "it is not UTF-8 text");
        }
        int malformed = Utf8.malformed(payload.array(), payload.offset(), payload.offset() + payload.length());
        if (malformed >= 0) {
            throw Failures.fault(null, malformed - payload.offset(), "it is not UTF-8 text");
        }
        // Jackson has no limit for elements
        if (walksForWords || payload.length() / 2 > limits.elements()) {
            JsonWalk walk = new JsonWalk(payload, limits.depth(), limits.elements(), nonFinite);
            String fault = walk.fault();
            if (fault != null) {
                throw Failures.fault(null, walk.offset(), fault);
            }
        }
        LimitedFactory current = factory;
        if (current.keptNames() > MAX_NAMES || current.keptBytes() > MAX_NAME_BYTES) {
            current = current.withoutNames();
            factory = current;
        }
        return current.createParser(reading, payload.array(), payload.offset(), payload.length());
    }

    /** Says what follows a value of another type; a fault at which the parser stopped is the first there is. */
    @Override
    public @Nullable JacksonException fault(Payload payload, Throwable found) {
        boolean stopped = found instanceof StreamReadException && !(found instanceof InputCoercionException);
        if (stopped || !strict) {
            return null;
        }
        JsonWalk walk = new JsonWalk(payload, limits.depth(), limits.elements(), nonFinite);
        String fault = walk.fault();
        return fault == null ? null : Failures.fault(null, walk.offset(), fault);
    }

    /** Returns the factory of the next parser. */
    LimitedFactory factory() {
        return factory;
    }

    @Override
    public Payload write(ObjectWriter writer, Object value) {
        PayloadOutput out = new PayloadOutput(limits.payload());
        try (JsonGenerator generator = factory.createGenerator(writing, out, JsonEncoding.UTF8)) {
            writer.writeValue(generator, value);
        }
        return out.payload();
    }
}

package io.fanfare.codec.msgpack;

import com.fasterxml.jackson.core.Base64Variant;
import com.fasterxml.jackson.core.ErrorReportConfiguration;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamWriteConstraints;
import com.fasterxml.jackson.core.io.ContentReference;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.msgpack.jackson.dataformat.MessagePackExtensionType;
import org.msgpack.jackson.dataformat.MessagePackParser;

/**
 * Reads MessagePack for Jackson and refuses what the parser of the library would silently change: integers that do not
 * fit the declared type, and text where binary is declared. A timestamp reads as its ISO-8601 text, as in JSON.
 */
final class StrictParser extends MessagePackParser {
    private @Nullable String timestamp;

    private StrictParser(IOContext context, ObjectReader reader, byte[] bytes) throws IOException {
        super(context, JsonParser.Feature.collectDefaults(), reader, bytes, false);
    }

    static StrictParser of(ObjectReader reader, byte[] array, int offset, int length) throws IOException {
        // the library reads whole arrays only
        byte[] bytes =
                offset == 0 && length == array.length ? array : Arrays.copyOfRange(array, offset, offset + length);
        IOContext context = new IOContext(
                StreamReadConstraints.defaults(),
                StreamWriteConstraints.defaults(),
                ErrorReportConfiguration.defaults(),
                new BufferRecycler(),
                ContentReference.redacted(),
                true);
        return new StrictParser(context, reader, bytes);
    }

    @Override
    public @Nullable JsonToken nextToken() throws IOException {
        timestamp = null;
        JsonToken token = super.nextToken();
        if (token == JsonToken.VALUE_EMBEDDED_OBJECT
                && super.getEmbeddedObject() instanceof MessagePackExtensionType extension
                && extension.getType() == Timestamp.TYPE) {
            try {
                timestamp = Timestamp.decode(extension.getData()).toString();
            } catch (DateTimeException e) {
                throw new JsonParseException(this, e.getMessage(), currentTokenLocation(), e);
            }
            _currToken = JsonToken.VALUE_STRING;
            return _currToken;
        }
        return token;
    }

    @Override
    public String getText() throws IOException {
        return timestamp != null ? timestamp : super.getText();
    }

    @Override
    public byte[] getBinaryValue(Base64Variant variant) {
        if (_currToken != JsonToken.VALUE_EMBEDDED_OBJECT) {
            throw new IllegalArgumentException("a " + _currToken + " where binary is declared");
        }
        return super.getBinaryValue(variant);
    }

    @Override
    public int getIntValue() {
        long value = getLongValue();
        if (value != (int) value) {
            throw doesNotFit(value, "int");
        }
        return (int) value;
    }

    @Override
    public long getLongValue() {
        return switch (getNumberType()) {
            case BIG_INTEGER -> {
                BigInteger value = getBigIntegerValue();
                if (value.bitLength() >= Long.SIZE) {
                    throw doesNotFit(value, "long");
                }
                yield value.longValue();
            }
            case DOUBLE, FLOAT, BIG_DECIMAL -> {
                double value = getDoubleValue();
                if (!(value >= Long.MIN_VALUE && value < 0x1p63)) {
                    throw doesNotFit(value, "long");
                }
                yield (long) value;
            }
            case INT, LONG -> super.getLongValue();
        };
    }

    @Override
    public BigDecimal getDecimalValue() {
        return _currToken == JsonToken.VALUE_NUMBER_FLOAT
                ? BigDecimal.valueOf(getDoubleValue())
                : new BigDecimal(getBigIntegerValue());
    }

    private static IllegalArgumentException doesNotFit(Number value, String type) {
        return new IllegalArgumentException("the number " + value + " does not fit " + type);
    }
}

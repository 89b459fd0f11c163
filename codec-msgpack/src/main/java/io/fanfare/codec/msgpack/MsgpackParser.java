package io.fanfare.codec.msgpack;

import static io.fanfare.codec.msgpack.Heads.*;

import io.fanfare.codec.jackson.Failures;
import io.fanfare.codec.jackson.Limits;
import io.fanfare.codec.jackson.Utf8;
import io.fanfare.spi.Payload;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.Version;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.io.ContentReference;

/**
 * The tokens of a payload, read where they are. Refuses what {@link MsgpackWalk} refuses, at the latest at the token
 * after it, and what breaks a limit; compares lengths with what is left before it allocates.
 *
 * <p>A key of a map is a name, numbers and truth values in their decimal form. Binary and extensions are embedded
 * objects. A timestamp is a string in ISO-8601 form, and {@linkplain #instant() itself}.
 */
final class MsgpackParser extends NumberParser {
    private final Limits limits;
    private final NameCache names;
    private static final byte[] NONE = new byte[0];

    private byte[] array;
    private final int start;
    private int end;
    private final boolean refusesDuplicates;

    private int at;
    private int token;
    private ReadLevel level = ReadLevel.payload();

    /** The content of a string, binary or extension. */
    private int bodyFrom;

    private int bodyTo;

    /** Whether the content is text that nobody looked at yet. */
    private boolean unseen;

    private @Nullable String text;
    private @Nullable Instant instant;

    /** The type of an extension; {@link #BINARY} for binary. */
    private int extension;

    private static final int BINARY = 256;

    MsgpackParser(ObjectReadContext context, Limits limits, NameCache names, Payload payload) {
        super(context);
        this.limits = limits;
        this.names = names;
        this.array = payload.array();
        this.start = payload.offset();
        this.end = start + payload.length();
        this.at = start;
        this.token = start;
        this.refusesDuplicates = isEnabled(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
    }

    @Override
    public @Nullable JsonToken nextToken() {
        if (unseen) {
            unseen = false;
            if (Utf8.malformed(array, bodyFrom, bodyTo) >= 0) {
                notUtf8();
            }
        }
        text = null;
        instant = null;
        ReadLevel current = level;
        if (current.lacking == 0) {
            return leave(current);
        }
        current.lacking--;
        if (current.inObject()) {
            if ((current.lacking & 1) != 0) {
                return name(current);
            }
        } else {
            current.next();
        }
        return value();
    }

    private @Nullable JsonToken leave(ReadLevel current) {
        token = at;
        ReadLevel parent = current.parent;
        if (parent != null) {
            level = parent;
            return is(current.inObject() ? JsonToken.END_OBJECT : JsonToken.END_ARRAY);
        }
        if (at != end) {
            throw fault(at, (end - at) + " bytes follow the value");
        }
        _closed = true;
        _currToken = null;
        return null;
    }

    private JsonToken name(ReadLevel current) {
        token = at;
        int head = head();
        String name;
        if (head >= FIX_STR && head < NIL) {
            name = name(1, head & 0x1F);
        } else if (head >= STR_8 && head <= STR_32) {
            int width = 1 << (head - STR_8);
            name = name(1 + width, length(width));
        } else if (head >= BIN_8 && head <= BIN_32) {
            int width = 1 << (head - BIN_8);
            name = name(1 + width, length(width));
        } else if (head == FALSE || head == TRUE) {
            at++;
            name = head == TRUE ? "true" : "false";
        } else {
            name = notText(head);
        }
        if (refusesDuplicates && current.hadName(name)) {
            throw fault(token, "a map has the key '" + name + "' twice");
        }
        current.next();
        current.name(name);
        return is(JsonToken.PROPERTY_NAME);
    }

    private String name(int header, long length) {
        body(header, length);
        String name = length <= NameCache.LONGEST
                ? names.find(array, bodyFrom, (int) length)
                : Utf8.text(array, bodyFrom, bodyTo);
        return name == null ? notUtf8() : name;
    }

    private String notText(int head) {
        String kind = Heads.noKey(head);
        if (kind != null) {
            throw fault(token, "a key of a map is " + kind);
        }
        value();
        return digits();
    }

    private JsonToken value() {
        token = at;
        int head = head();
        if (head < FIX_MAP) {
            at++;
            return integer(head);
        }
        if (head >= NEGATIVE_FIX_INT) {
            at++;
            return integer((byte) head);
        }
        if (head >= FIX_STR && head < NIL) {
            return string(1, head & 0x1F);
        }
        if (head < FIX_ARRAY) {
            return open(1, head & 0x0F, true);
        }
        if (head < FIX_STR) {
            return open(1, head & 0x0F, false);
        }
        return switch (head) {
            case NIL -> word(JsonToken.VALUE_NULL);
            case FALSE -> word(JsonToken.VALUE_FALSE);
            case TRUE -> word(JsonToken.VALUE_TRUE);
            case FLOAT_32 -> fraction(Float.intBitsToFloat(BigEndian.int32(array, number(4))));
            case FLOAT_64 -> fraction(Double.longBitsToDouble(BigEndian.int64(array, number(8))));
            case UINT_8 -> integer(array[number(1)] & 0xFF);
            case UINT_16 -> integer(BigEndian.int16(array, number(2)) & 0xFFFF);
            case UINT_32 -> integer(Integer.toUnsignedLong(BigEndian.int32(array, number(4))));
            case UINT_64 -> unsigned(BigEndian.int64(array, number(8)));
            case INT_8 -> integer(array[number(1)]);
            case INT_16 -> integer(BigEndian.int16(array, number(2)));
            case INT_32 -> integer(BigEndian.int32(array, number(4)));
            case INT_64 -> integer(BigEndian.int64(array, number(8)));
            case STR_8 -> string(2, length(1));
            case STR_16 -> string(3, length(2));
            case STR_32 -> string(5, length(4));
            case ARRAY_16 -> open(3, length(2), false);
            case ARRAY_32 -> open(5, length(4), false);
            case MAP_16 -> open(3, length(2), true);
            case MAP_32 -> open(5, length(4), true);
            default -> embedded(head);
        };
    }

    private JsonToken embedded(int head) {
        if (head >= BIN_8 && head <= BIN_32) {
            int width = 1 << (head - BIN_8);
            body(1 + width, length(width));
            extension = BINARY;
            return is(JsonToken.VALUE_EMBEDDED_OBJECT);
        }
        if (head == NEVER_USED) {
            throw fault(at, "byte 0xc1 begins no value");
        }
        int width = head >= FIX_EXT_1 ? 0 : 1 << (head - EXT_8);
        pass(2 + width, width == 0 ? 1 << (head - FIX_EXT_1) : length(width));
        extension = array[bodyFrom - 1];
        if (extension == Timestamp.TYPE) {
            instant = Timestamp.decode(array, bodyFrom, bodyTo - bodyFrom);
        }
        if (instant == null) {
            limit(bodyTo - bodyFrom);
        }
        return is(instant == null ? JsonToken.VALUE_EMBEDDED_OBJECT : JsonToken.VALUE_STRING);
    }

    private int head() {
        if (at == end) {
            throw fault(at, at == start ? "it is empty" : "it ends where a value is due");
        }
        return array[at] & 0xFF;
    }

    private JsonToken word(JsonToken word) {
        at++;
        return is(word);
    }

    /** Passes a number of {@code width} bytes after the head and returns the index of the first. */
    private int number(int width) {
        int from = at + 1;
        if (end - from < width) {
            throw announces(1, width, "bytes");
        }
        at = from + width;
        return from;
    }

    /** Reads the number of {@code width} bytes after the head. */
    private long length(int width) {
        if (end - at <= width) {
            throw fault(at, "it ends inside the header of a value");
        }
        return BigEndian.unsigned(array, at + 1, width);
    }

    private JsonToken string(int header, long length) {
        body(header, length);
        unseen = true;
        return is(JsonToken.VALUE_STRING);
    }

    /** Passes a string or binary. */
    private void body(int header, long length) {
        pass(header, length);
        limit(length);
    }

    private void limit(long length) {
        if (length > limits.string()) {
            throw fault(
                    token, "a string or binary has " + length + " bytes; codec.max-string allows " + limits.string());
        }
    }

    private void pass(int header, long length) {
        if (end - at - header < length) {
            throw announces(header, length, "bytes");
        }
        bodyFrom = at + header;
        bodyTo = bodyFrom + (int) length;
        at = bodyTo;
    }

    private JsonToken open(int header, long count, boolean map) {
        int left = end - at - header;
        if (count > (map ? left / 2 : left)) {
            throw announces(header, count, map ? "entries" : "elements");
        }
        if (count > limits.elements()) {
            throw fault(
                    at,
                    (map ? "a map has " : "an array has ") + count + "; codec.max-elements allows "
                            + limits.elements());
        }
        if (level.getNestingDepth() == limits.depth()) {
            throw fault(at, MsgpackWalk.tooDeep(limits.depth()));
        }
        at += header;
        level = level.open(map, (int) (map ? 2 * count : count));
        return is(map ? JsonToken.START_OBJECT : JsonToken.START_ARRAY);
    }

    private StreamReadException announces(int header, long count, String unit) {
        return fault(at, MsgpackWalk.announces(count, unit, Math.max(0, end - at - header)));
    }

    private StreamReadException fault(int index, String reason) {
        return Failures.fault(this, index - start, reason);
    }

    private String notUtf8() {
        throw fault(Math.max(bodyFrom, Utf8.malformed(array, bodyFrom, bodyTo)), "a string is not UTF-8");
    }

    private String text() {
        String found = text;
        if (found == null) {
            found = instant == null ? Utf8.text(array, bodyFrom, bodyTo) : instant.toString();
            if (found == null) {
                return notUtf8();
            }
            text = found;
            unseen = false;
        }
        return found;
    }

    /** Returns the timestamp at which this is; null if the token is something else. */
    @Nullable
    Instant instant() {
        return instant;
    }

    @Override
    public @Nullable String getString() {
        JsonToken current = _currToken;
        if (current == JsonToken.VALUE_STRING) {
            return text();
        }
        if (current == null) {
            return null;
        }
        return switch (current) {
            case PROPERTY_NAME -> level.currentName();
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> digits();
            default -> current.asString();
        };
    }

    @Override
    public @Nullable String currentName() {
        if (_currToken == JsonToken.START_OBJECT || _currToken == JsonToken.START_ARRAY) {
            ReadLevel parent = level.parent;
            return parent == null ? null : parent.currentName();
        }
        return level.currentName();
    }

    @Override
    public char[] getStringCharacters() {
        String string = getString();
        return string == null ? new char[0] : string.toCharArray();
    }

    @Override
    public int getStringLength() {
        String string = getString();
        return string == null ? 0 : string.length();
    }

    @Override
    public int getStringOffset() {
        return 0;
    }

    @Override
    public boolean hasStringCharacters() {
        return false;
    }

    @Override
    public @Nullable Object getEmbeddedObject() {
        if (_currToken != JsonToken.VALUE_EMBEDDED_OBJECT) {
            return null;
        }
        return extension == BINARY ? content() : extension();
    }

    /** Returns the extension at which this is, a timestamp too; null if the token is something else. */
    @Nullable
    MsgpackExtension extension() {
        boolean present = instant != null || (_currToken == JsonToken.VALUE_EMBEDDED_OBJECT && extension != BINARY);
        return present ? new MsgpackExtension((byte) extension, content()) : null;
    }

    private byte[] content() {
        return Arrays.copyOfRange(array, bodyFrom, bodyTo);
    }

    @Override
    public byte[] getBinaryValue(Base64Variant variant) {
        if (_currToken != JsonToken.VALUE_EMBEDDED_OBJECT || extension != BINARY) {
            throw fault(token, "a " + _currToken + " where binary is declared");
        }
        return content();
    }

    @Override
    public TokenStreamContext streamReadContext() {
        return level;
    }

    @Override
    public @Nullable Object currentValue() {
        return level.currentValue();
    }

    @Override
    public void assignCurrentValue(@Nullable Object value) {
        level.assignCurrentValue(value);
    }

    @Override
    public TokenStreamLocation currentTokenLocation() {
        return location(token);
    }

    @Override
    public TokenStreamLocation currentLocation() {
        return location(at);
    }

    private TokenStreamLocation location(int index) {
        return new TokenStreamLocation(ContentReference.redacted(), index - start, -1, -1, -1);
    }

    @Override
    public @Nullable Object streamReadInputSource() {
        return null;
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    /** Lets go of the payload: the exceptions that a parser caused keep the parser. */
    @Override
    public void close() {
        super.close();
        array = NONE;
        end = at;
    }

    @Override
    protected void _closeInput() {}

    @Override
    protected void _releaseBuffers() {}

    @Override
    protected void _handleEOF() {}
}

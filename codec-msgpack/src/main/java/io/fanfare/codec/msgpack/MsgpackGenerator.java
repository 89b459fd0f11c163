package io.fanfare.codec.msgpack;

import io.fanfare.codec.jackson.Limits;
import io.fanfare.codec.jackson.NumberText;
import io.fanfare.codec.jackson.Utf8;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteCapability;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.Version;
import tools.jackson.core.base.GeneratorBase;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.util.JacksonFeatureSet;

/**
 * Writes tokens as one MessagePack value that this codec reads back to the same: each number, length and count in its
 * shortest form, decimals and integers beyond 64 bits as strings, no text with half a surrogate pair. Refuses what
 * breaks a limit.
 *
 * <p>The header of an array or map has the length of the count that is announced, or of a small one; when the count
 * turns out to need another, what follows it is moved.
 */
final class MsgpackGenerator extends GeneratorBase {
    private final Limits limits;
    private final PackBuffer out;
    private WriteLevel level = WriteLevel.payload();

    MsgpackGenerator(ObjectWriteContext context, IOContext io, Limits limits, PackBuffer out) {
        super(context, io, 0);
        this.limits = limits;
        this.out = out;
    }

    /** Tells whether one value was written, and all of it. */
    boolean isComplete() {
        return level.parent == null && level.count == 1;
    }

    private void begin() {
        WriteLevel current = level;
        if (current.inObject() ? !current.named : current.inRoot() && current.count > 0) {
            throw _constructWriteException(
                    current.inRoot() ? "a payload carries one value, not two" : "a value in a map without its key");
        }
        current.value();
    }

    private JsonGenerator open(boolean map, @Nullable Object value, int announced) {
        begin();
        if (level.getNestingDepth() == limits.depth()) {
            throw _constructWriteException(MsgpackWalk.tooDeep(limits.depth()) + ", or refers to itself");
        }
        WriteLevel opened = level.open(map, value);
        opened.header = out.size();
        opened.headerLength = CountPacker.headerOf(announced);
        out.ensure(opened.headerLength);
        out.advance(opened.headerLength);
        level = opened;
        return this;
    }

    private JsonGenerator close(boolean map) {
        WriteLevel closed = level;
        WriteLevel parent = closed.parent;
        if (parent == null || closed.inObject() != map || closed.named) {
            throw _constructWriteException("the end of " + (map ? "a map" : "an array") + " in " + closed.typeDesc());
        }
        if (closed.count > limits.elements()) {
            throw _constructWriteException((map ? "a map has " : "an array has ") + closed.count
                    + "; codec.max-elements allows " + limits.elements());
        }
        CountPacker.pack(out, closed);
        level = parent;
        return this;
    }

    @Override
    public JsonGenerator writeStartArray() {
        return open(false, null, 0);
    }

    @Override
    public JsonGenerator writeStartArray(@Nullable Object value) {
        return open(false, value, 0);
    }

    @Override
    public JsonGenerator writeStartArray(@Nullable Object value, int size) {
        return open(false, value, size);
    }

    @Override
    public JsonGenerator writeEndArray() {
        return close(false);
    }

    @Override
    public JsonGenerator writeStartObject() {
        return open(true, null, 0);
    }

    @Override
    public JsonGenerator writeStartObject(@Nullable Object value) {
        return open(true, value, 0);
    }

    @Override
    public JsonGenerator writeStartObject(@Nullable Object value, int size) {
        return open(true, value, size);
    }

    @Override
    public JsonGenerator writeEndObject() {
        return close(true);
    }

    @Override
    public JsonGenerator writeName(String name) {
        key(name);
        TextPacker.pack(out, name, limits.string());
        return this;
    }

    @Override
    public JsonGenerator writeName(SerializableString name) {
        key(name.getValue());
        byte[] utf8 = name.asUnquotedUTF8();
        TextPacker.pack(out, utf8, 0, utf8.length, limits.string());
        return this;
    }

    @Override
    public JsonGenerator writePropertyId(long id) {
        return writeName(Long.toString(id));
    }

    private void key(String name) {
        WriteLevel current = level;
        if (!current.inObject() || current.named) {
            throw _constructWriteException("a key where a value is due");
        }
        current.name(name);
    }

    @Override
    public JsonGenerator writeString(@Nullable String text) {
        if (text == null) {
            return writeNull();
        }
        begin();
        TextPacker.pack(out, text, limits.string());
        return this;
    }

    @Override
    public JsonGenerator writeString(char[] text, int offset, int length) {
        return writeString(new String(text, offset, length));
    }

    @Override
    public JsonGenerator writeString(SerializableString text) {
        return writeString(text.getValue());
    }

    @Override
    public JsonGenerator writeString(Reader reader, int length) {
        StringBuilder text = new StringBuilder();
        try {
            char[] chunk = new char[1 << 10];
            for (int left = length < 0 ? Integer.MAX_VALUE : length; left > 0; ) {
                int read = reader.read(chunk, 0, Math.min(left, chunk.length));
                if (read < 0) {
                    break;
                }
                left -= read;
                text.append(chunk, 0, read);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return writeString(text.toString());
    }

    @Override
    public JsonGenerator writeUTF8String(byte[] text, int offset, int length) {
        if (Utf8.malformed(text, offset, offset + length) >= 0) {
            throw _constructWriteException("a string is not UTF-8");
        }
        begin();
        TextPacker.pack(out, text, offset, length, limits.string());
        return this;
    }

    @Override
    public JsonGenerator writeRawUTF8String(byte[] text, int offset, int length) {
        return writeUTF8String(text, offset, length);
    }

    @Override
    public JsonGenerator writeRaw(String text) {
        return _reportUnsupportedOperation("MessagePack has no raw text");
    }

    @Override
    public JsonGenerator writeRaw(String text, int offset, int length) {
        return _reportUnsupportedOperation("MessagePack has no raw text");
    }

    @Override
    public JsonGenerator writeRaw(char[] text, int offset, int length) {
        return _reportUnsupportedOperation("MessagePack has no raw text");
    }

    @Override
    public JsonGenerator writeRaw(char each) {
        return _reportUnsupportedOperation("MessagePack has no raw text");
    }

    @Override
    public JsonGenerator writeBinary(Base64Variant variant, byte[] data, int offset, int length) {
        begin();
        if (length > limits.string()) {
            throw _constructWriteException(
                    "a binary has " + length + " bytes; codec.max-string allows " + limits.string());
        }
        if (length < 1 << 8) {
            out.int8(Heads.BIN_8, length);
        } else if (length < 1 << 16) {
            out.int16(Heads.BIN_16, length);
        } else {
            out.int32(Heads.BIN_32, length);
        }
        out.bytes(data, offset, length);
        return this;
    }

    @Override
    public int writeBinary(Base64Variant variant, InputStream data, int length) {
        try {
            // one more than the limit allows, so that it is seen to be broken
            int most = limits.string() + 1;
            byte[] bytes = data.readNBytes(length < 0 ? most : Math.min(length, most));
            if (bytes.length < Math.min(length, most)) {
                throw _constructWriteException("a binary ends after " + bytes.length + " of " + length + " bytes");
            }
            writeBinary(variant, bytes, 0, bytes.length);
            return bytes.length;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public JsonGenerator writeNumber(short number) {
        return writeNumber((long) number);
    }

    @Override
    public JsonGenerator writeNumber(int number) {
        return writeNumber((long) number);
    }

    @Override
    public JsonGenerator writeNumber(long number) {
        begin();
        NumberPacker.pack(out, number);
        return this;
    }

    @Override
    public JsonGenerator writeNumber(@Nullable BigInteger number) {
        if (number == null) {
            return writeNull();
        }
        int bits = number.bitLength();
        if (bits < Long.SIZE) {
            return writeNumber(number.longValue());
        }
        if (bits == Long.SIZE && number.signum() > 0) {
            begin();
            out.int64(Heads.UINT_64, number.longValue());
            return this;
        }
        return writeNumber(NumberText.of(number, limits.number()));
    }

    @Override
    public JsonGenerator writeNumber(@Nullable BigDecimal number) {
        return number == null ? writeNull() : writeNumber(NumberText.of(number, limits.number()));
    }

    @Override
    public JsonGenerator writeNumber(double number) {
        begin();
        out.int64(Heads.FLOAT_64, Double.doubleToRawLongBits(number));
        return this;
    }

    @Override
    public JsonGenerator writeNumber(float number) {
        begin();
        out.int32(Heads.FLOAT_32, Float.floatToRawIntBits(number));
        return this;
    }

    @Override
    public JsonGenerator writeNumber(String digits) {
        return writeString(digits);
    }

    @Override
    public JsonGenerator writeBoolean(boolean state) {
        begin();
        out.int8(state ? Heads.TRUE : Heads.FALSE);
        return this;
    }

    @Override
    public JsonGenerator writeNull() {
        begin();
        out.int8(Heads.NIL);
        return this;
    }

    @Override
    public JsonGenerator writeEmbeddedObject(@Nullable Object value) {
        if (value instanceof MsgpackExtension extension) {
            return write(extension);
        }
        return value instanceof Instant instant ? write(instant) : super.writeEmbeddedObject(value);
    }

    JsonGenerator write(Instant instant) {
        begin();
        NumberPacker.pack(out, instant);
        return this;
    }

    JsonGenerator write(MsgpackExtension extension) {
        begin();
        int length = extension.data().length;
        if (length > limits.string()) {
            throw _constructWriteException(
                    "an extension has " + length + " bytes; codec.max-string allows " + limits.string());
        }
        if (length <= 16 && Integer.bitCount(length) == 1) {
            out.int8(Heads.FIX_EXT_1 + Integer.numberOfTrailingZeros(length));
        } else if (length < 1 << 8) {
            out.int8(Heads.EXT_8, length);
        } else if (length < 1 << 16) {
            out.int16(Heads.EXT_16, length);
        } else {
            out.int32(Heads.EXT_32, length);
        }
        out.int8(extension.type());
        out.bytes(extension.data(), 0, length);
        return this;
    }

    @Override
    public TokenStreamContext streamWriteContext() {
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
    public @Nullable Object streamWriteOutputTarget() {
        return null;
    }

    @Override
    public int streamWriteOutputBuffered() {
        return out.size();
    }

    @Override
    public JacksonFeatureSet<StreamWriteCapability> streamWriteCapabilities() {
        return DEFAULT_WRITE_CAPABILITIES;
    }

    @Override
    public Version version() {
        return Version.unknownVersion();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        _closed = true;
    }

    @Override
    protected void _closeInput() {}

    @Override
    protected void _releaseBuffers() {}

    @Override
    protected void _verifyValueWrite(String message) {
        begin();
    }
}

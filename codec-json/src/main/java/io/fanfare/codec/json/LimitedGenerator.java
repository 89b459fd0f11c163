package io.fanfare.codec.json;

import io.fanfare.codec.jackson.Limits;
import io.fanfare.codec.jackson.NumberText;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.Base64Variant;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.UTF8JsonGenerator;

/** Writes JSON as Jackson does, but nothing that breaks the limits of a codec. */
final class LimitedGenerator extends UTF8JsonGenerator {
    /** The most bytes that a character of UTF-16 takes in UTF-8. */
    private static final int UTF8_BYTES_PER_CHAR = 3;

    private final Limits limits;

    LimitedGenerator(
            ObjectWriteContext context,
            IOContext io,
            int streamFeatures,
            int formatFeatures,
            OutputStream out,
            SerializableString rootSeparator,
            @Nullable CharacterEscapes escapes,
            @Nullable PrettyPrinter printer,
            int highestNonEscaped,
            char quote,
            Limits limits) {
        super(
                context,
                io,
                streamFeatures,
                formatFeatures,
                out,
                rootSeparator,
                escapes,
                printer,
                highestNonEscaped,
                quote);
        this.limits = limits;
    }

    @Override
    public JsonGenerator writeEndArray() {
        elements("an array");
        return super.writeEndArray();
    }

    @Override
    public JsonGenerator writeEndObject() {
        elements("an object");
        return super.writeEndObject();
    }

    private void elements(String what) {
        int count = streamWriteContext().getEntryCount();
        if (count > limits.elements()) {
            throw new IllegalArgumentException(
                    what + " has " + count + " elements; codec.max-elements allows " + limits.elements());
        }
    }

    @Override
    public JsonGenerator writeName(String name) {
        name(name);
        return super.writeName(name);
    }

    @Override
    public JsonGenerator writeName(SerializableString name) {
        if (name.charLength() > limits.string() / UTF8_BYTES_PER_CHAR) {
            name(name.getValue());
        }
        return super.writeName(name);
    }

    /** Names are as long as their UTF-8 bytes are, for the parser measures these, and are valid text. */
    private void name(String name) {
        int length = name.length();
        boolean surrogates = false;
        for (int i = 0; i < length; i++) {
            surrogates |= Character.isSurrogate(name.charAt(i));
        }
        if (surrogates && !StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
            throw new IllegalArgumentException("a name has half a surrogate pair");
        }
        if (length > limits.string() / UTF8_BYTES_PER_CHAR) {
            int bytes = name.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > limits.string()) {
                throw new IllegalArgumentException(
                        "a name has " + bytes + " bytes; codec.max-string allows " + limits.string());
            }
        }
    }

    @Override
    public JsonGenerator writeString(@Nullable String text) {
        if (text != null) {
            string(text.length());
        }
        return super.writeString(text);
    }

    @Override
    public JsonGenerator writeString(char[] text, int offset, int length) {
        string(length);
        return super.writeString(text, offset, length);
    }

    @Override
    public JsonGenerator writeString(SerializableString text) {
        string(text.charLength());
        return super.writeString(text);
    }

    @Override
    public JsonGenerator writeString(Reader reader, int length) {
        string(length);
        return length < 0 ? writeString(textOf(reader)) : super.writeString(reader, length);
    }

    @Override
    public JsonGenerator writeUTF8String(byte[] text, int offset, int length) {
        string(length);
        return super.writeUTF8String(text, offset, length);
    }

    @Override
    public JsonGenerator writeBinary(Base64Variant variant, byte[] data, int offset, int length) {
        string((length + 2L) / 3 * 4);
        return super.writeBinary(variant, data, offset, length);
    }

    @Override
    public int writeBinary(Base64Variant variant, InputStream data, int length) {
        if (length < 0) {
            byte[] all = bytesOf(data);
            writeBinary(variant, all, 0, all.length);
            return all.length;
        }
        string((length + 2L) / 3 * 4);
        return super.writeBinary(variant, data, length);
    }

    /** Reads text, but not much more than the limit allows. */
    private String textOf(Reader reader) {
        StringBuilder text = new StringBuilder();
        char[] chunk = new char[8 << 10];
        try {
            for (int read = reader.read(chunk); read >= 0; read = reader.read(chunk)) {
                text.append(chunk, 0, read);
                string(text.length());
            }
        } catch (IOException e) {
            throw _wrapIOFailure(e);
        }
        return text.toString();
    }

    private byte[] bytesOf(InputStream data) {
        try {
            return data.readNBytes((int) Math.min(Integer.MAX_VALUE - 8L, limits.string() + 1L));
        } catch (IOException e) {
            throw _wrapIOFailure(e);
        }
    }

    /** Fails if the number that is to be written as a name would be too long to read. */
    void checkKey(Object number) {
        if (number instanceof BigInteger integer) {
            NumberText.of(integer, limits.number());
        } else if (number instanceof BigDecimal decimal) {
            NumberText.of(decimal, limits.number());
        }
    }

    private void string(long length) {
        if (length > limits.string()) {
            throw new IllegalArgumentException(
                    "a string has " + length + " characters; codec.max-string allows " + limits.string());
        }
    }

    @Override
    public JsonGenerator writeNumber(@Nullable BigInteger number) {
        if (number != null) {
            NumberText.check(number, limits.number());
        }
        return super.writeNumber(number);
    }

    @Override
    public JsonGenerator writeNumber(@Nullable BigDecimal number) {
        if (number != null) {
            if (isEnabled(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)) {
                NumberText.checkPlain(number, limits.number());
            } else {
                NumberText.check(number, limits.number());
            }
        }
        return super.writeNumber(number);
    }

    @Override
    public JsonGenerator writeNumber(String digits) {
        if (digits.length() > limits.number()) {
            throw NumberText.tooLong(limits.number());
        }
        return super.writeNumber(digits);
    }
}

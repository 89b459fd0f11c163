package io.fanfare.codec.msgpack;

import com.fasterxml.jackson.core.JsonGenerationException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.ObjectCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.msgpack.core.MessagePack;
import org.msgpack.jackson.dataformat.MessagePackGenerator;

/**
 * Writes MessagePack that this codec reads back to the same value: decimals and large integers as strings, no text with
 * half a surrogate pair, no nesting beyond the limit.
 */
final class StrictGenerator extends MessagePackGenerator {
    private int depth;

    StrictGenerator(ObjectCodec codec, OutputStream out) throws IOException {
        super(JsonGenerator.Feature.collectDefaults(), codec, out, MessagePack.DEFAULT_PACKER_CONFIG, false, false);
    }

    @Override
    public void writeStartArray() {
        enter();
        super.writeStartArray();
    }

    @Override
    public void writeEndArray() throws IOException {
        depth--;
        super.writeEndArray();
    }

    @Override
    public void writeStartObject() {
        enter();
        super.writeStartObject();
    }

    @Override
    public void writeEndObject() throws IOException {
        depth--;
        super.writeEndObject();
    }

    @Override
    public void writeFieldName(String name) {
        int half = halfPair(name);
        if (half >= 0) {
            throw new IllegalArgumentException(halfPairAt(half));
        }
        super.writeFieldName(name);
    }

    @Override
    public void writeString(String text) throws IOException {
        int half = text == null ? -1 : halfPair(text);
        if (half >= 0) {
            throw new JsonGenerationException(halfPairAt(half), this);
        }
        super.writeString(text);
    }

    @Override
    public void writeString(char[] text, int offset, int length) throws IOException {
        writeString(new String(text, offset, length));
    }

    @Override
    public void writeNumber(BigDecimal number) throws IOException {
        writeString(number.toString());
    }

    @Override
    public void writeNumber(BigInteger number) throws IOException {
        if (number.bitLength() < Long.SIZE || (number.bitLength() == Long.SIZE && number.signum() > 0)) {
            super.writeNumber(number);
        } else {
            writeString(number.toString());
        }
    }

    private void enter() {
        if (++depth > MsgpackWalk.MAX_DEPTH) {
            throw new IllegalStateException(
                    "it is nested more than " + MsgpackWalk.MAX_DEPTH + " levels deep, or refers to itself");
        }
    }

    private static String halfPairAt(int index) {
        return "a text has half a surrogate pair at index " + index + ", which UTF-8 cannot carry";
    }

    /** Returns the index of the first surrogate without its other half; -1 if there is none. */
    private static int halfPair(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    i++;
                } else {
                    return i;
                }
            }
        }
        return -1;
    }
}

package io.fanfare.cli;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Bytes as one line of text. Text without control characters stays as it is. Everything else is put in double quotes,
 * in which {@code \n}, {@code \r}, {@code \t}, {@code \"}, {@code \\} and {@code \x00} to {@code \xff} stand for bytes;
 * so a payload can neither break a line nor steer the terminal.
 */
final class Escapes {
    private Escapes() {}

    /** Returns bytes as a line. */
    static String escape(byte[] bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.codePoints().noneMatch(Character::isISOControl)) {
                return text;
            }
        } catch (CharacterCodingException binary) {
            return quoted(bytes);
        }
        return quoted(bytes);
    }

    private static String quoted(byte[] bytes) {
        StringBuilder line = new StringBuilder(bytes.length + 16).append('"');
        for (byte value : bytes) {
            switch (value) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                case '"' -> line.append("\\\"");
                case '\\' -> line.append("\\\\");
                default -> {
                    if (value >= ' ' && value < 0x7f) {
                        line.append((char) value);
                    } else {
                        line.append("\\x").append(String.format("%02x", value));
                    }
                }
            }
        }
        return line.append('"').toString();
    }

    /**
     * Returns the bytes of a text in which escapes may stand, with or without double quotes around it.
     *
     * @throws PubSubException {@link ErrorCode#CONFIGURATION_INVALID} if a backslash begins no escape
     */
    static byte[] unescape(byte[] text) {
        boolean quoted = text.length >= 2 && text[0] == '"' && text[text.length - 1] == '"';
        int end = quoted ? text.length - 1 : text.length;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length);
        int next = quoted ? 1 : 0;
        while (next < end) {
            if (text[next] != '\\') {
                bytes.write(text[next++]);
                continue;
            }
            char kind = next + 1 < end ? (char) text[next + 1] : 0;
            switch (kind) {
                case 'n' -> bytes.write('\n');
                case 'r' -> bytes.write('\r');
                case 't' -> bytes.write('\t');
                case '"', '\\' -> bytes.write(kind);
                case 'x' -> {
                    bytes.write(hexadecimal(text, next, end));
                    next += 2;
                }
                default -> throw noEscape(next);
            }
            next += 2;
        }
        return bytes.toByteArray();
    }

    private static int hexadecimal(byte[] text, int at, int end) {
        int high = at + 3 < end ? Character.digit(text[at + 2], 16) : -1;
        int low = high < 0 ? -1 : Character.digit(text[at + 3], 16);
        if (low < 0) {
            throw noEscape(at);
        }
        return high * 16 + low;
    }

    private static PubSubException noEscape(int at) {
        return new PubSubException(
                ErrorCode.CONFIGURATION_INVALID,
                "the backslash at byte " + at
                        + " of the message begins no escape; those are \\n, \\r, \\t, \\\", \\\\ and \\x00"
                        + " to \\xff");
    }
}

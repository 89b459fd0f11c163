package io.fanfare.codec.msgpack;

/** Writes text as a string in UTF-8 behind its length. */
final class TextPacker {
    private static final int LONGEST_FIX_STR = 31;

    private TextPacker() {}

    static void pack(PackBuffer out, String text, int maxBytes) {
        int length = text.length();
        if (length > maxBytes) {
            throw tooLong(length, maxBytes);
        }
        int header = headerOf(length);
        byte[] bytes = out.ensure(header + (long) length);
        int at = out.size() + header;
        for (int i = 0; i < length; i++) {
            char each = text.charAt(i);
            if (each >= 0x80) {
                beyondAscii(out, text, i, maxBytes);
                return;
            }
            bytes[at + i] = (byte) each;
        }
        header(bytes, out.size(), length);
        out.advance(header + length);
    }

    /** Writes text that is in UTF-8 already. */
    static void pack(PackBuffer out, byte[] utf8, int from, int length, int maxBytes) {
        if (length > maxBytes) {
            throw tooLong(length, maxBytes);
        }
        int header = headerOf(length);
        byte[] bytes = out.ensure(header + (long) length);
        header(bytes, out.size(), length);
        System.arraycopy(utf8, from, bytes, out.size() + header, length);
        out.advance(header + length);
    }

    /** Goes on at the first character that is no ASCII; those before it are written behind a header of their length. */
    private static void beyondAscii(PackBuffer out, String text, int first, int maxBytes) {
        long length = first + utf8Length(text, first);
        if (length > maxBytes) {
            throw tooLong(length, maxBytes);
        }
        int guessed = headerOf(text.length());
        int header = headerOf((int) length);
        byte[] bytes = out.ensure(header + length);
        int start = out.size();
        if (header != guessed) {
            System.arraycopy(bytes, start + guessed, bytes, start + header, first);
        }
        header(bytes, start, (int) length);
        int at = start + header + first;
        for (int i = first; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each < 0x80) {
                bytes[at++] = (byte) each;
            } else if (each < 0x800) {
                bytes[at++] = (byte) (0xC0 | (each >> 6));
                bytes[at++] = (byte) (0x80 | (each & 0x3F));
            } else if (!Character.isSurrogate(each)) {
                bytes[at++] = (byte) (0xE0 | (each >> 12));
                bytes[at++] = (byte) (0x80 | ((each >> 6) & 0x3F));
                bytes[at++] = (byte) (0x80 | (each & 0x3F));
            } else {
                int pair = Character.toCodePoint(each, text.charAt(++i));
                bytes[at++] = (byte) (0xF0 | (pair >> 18));
                bytes[at++] = (byte) (0x80 | ((pair >> 12) & 0x3F));
                bytes[at++] = (byte) (0x80 | ((pair >> 6) & 0x3F));
                bytes[at++] = (byte) (0x80 | (pair & 0x3F));
            }
        }
        out.advance(header + (int) length);
    }

    private static long utf8Length(String text, int from) {
        long length = 0;
        for (int i = from; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each < 0x80) {
                length++;
            } else if (each < 0x800) {
                length += 2;
            } else if (!Character.isSurrogate(each)) {
                length += 3;
            } else if (i + 1 < text.length() && Character.isSurrogatePair(each, text.charAt(i + 1))) {
                length += 4;
                i++;
            } else {
                throw new IllegalArgumentException(
                        "a text has half a surrogate pair at index " + i + ", which UTF-8 cannot carry");
            }
        }
        return length;
    }

    private static IllegalArgumentException tooLong(long length, int maxBytes) {
        return new IllegalArgumentException(
                "a text has " + length + " bytes or more; codec.max-string allows " + maxBytes);
    }

    private static int headerOf(int length) {
        return length <= LONGEST_FIX_STR ? 1 : length < 1 << 8 ? 2 : length < 1 << 16 ? 3 : 5;
    }

    private static void header(byte[] bytes, int at, int length) {
        if (length <= LONGEST_FIX_STR) {
            bytes[at] = (byte) (Heads.FIX_STR | length);
        } else if (length < 1 << 8) {
            bytes[at] = (byte) Heads.STR_8;
            bytes[at + 1] = (byte) length;
        } else if (length < 1 << 16) {
            bytes[at] = (byte) Heads.STR_16;
            BigEndian.int16(bytes, at + 1, length);
        } else {
            bytes[at] = (byte) Heads.STR_32;
            BigEndian.int32(bytes, at + 1, length);
        }
    }
}

package io.fanfare;

import io.fanfare.spi.Payload;
import java.util.zip.CRC32;

/** The beginning of a gzip member, RFC 1952 section 2.3. */
final class GzipHeader {
    /** Bytes of a header without optional fields. */
    static final int LENGTH = 10;

    private static final byte FIRST = 0x1f;
    private static final byte SECOND = (byte) 0x8b;
    private static final byte DEFLATE = 8;
    private static final byte UNKNOWN_SYSTEM = (byte) 255;
    private static final int CHECK = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private final byte[] array;
    private final int end;
    private int at;

    private GzipHeader(Payload payload) {
        this.array = payload.array();
        this.at = payload.offset();
        this.end = payload.offset() + payload.length();
    }

    /** Tells whether a payload begins with the two bytes of every gzip member. */
    static boolean begins(Payload payload) {
        return payload.length() >= 2
                && payload.array()[payload.offset()] == FIRST
                && payload.array()[payload.offset() + 1] == SECOND;
    }

    /** Writes a header without optional fields to the beginning of an array of zeros. */
    static void write(byte[] to) {
        to[0] = FIRST;
        to[1] = SECOND;
        to[2] = DEFLATE;
        to[9] = UNKNOWN_SYSTEM;
    }

    /** Returns how many bytes the header of a payload has, with its optional fields. */
    static int length(Payload payload) throws MalformedGzip {
        if (!begins(payload)) {
            throw new MalformedGzip(0, "it does not begin with 1f 8b");
        }
        return new GzipHeader(payload).skip() - payload.offset();
    }

    private int skip() throws MalformedGzip {
        int start = at;
        at += 2;
        if (next() != DEFLATE) {
            throw new MalformedGzip(2, "its method is " + (array[at - 1] & 0xff) + ", not 8 (deflate)");
        }
        int flags = next();
        if ((flags & RESERVED) != 0) {
            throw new MalformedGzip(3, String.format("its flags 0x%02x have reserved ones", flags));
        }
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(number());
        }
        if ((flags & NAME) != 0) {
            skipText();
        }
        if ((flags & COMMENT) != 0) {
            skipText();
        }
        if ((flags & CHECK) != 0) {
            CRC32 check = new CRC32();
            check.update(array, start, at - start);
            if (number() != (int) (check.getValue() & 0xffff)) {
                throw new MalformedGzip(at - start - 2, "the checksum of its header is wrong");
            }
        }
        return at;
    }

    private int number() throws MalformedGzip {
        int low = next();
        return low | (next() << 8);
    }

    private int next() throws MalformedGzip {
        skip(1);
        return array[at - 1] & 0xff;
    }

    private void skip(int bytes) throws MalformedGzip {
        if (bytes > end - at) {
            throw new MalformedGzip(-1, "it ends within its header");
        }
        at += bytes;
    }

    private void skipText() throws MalformedGzip {
        while (next() != 0) {
            // a name or comment ends with 0
        }
    }
}

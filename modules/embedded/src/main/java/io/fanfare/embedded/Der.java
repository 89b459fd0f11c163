package io.fanfare.embedded;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Values in the Distinguished Encoding Rules of ASN.1 (X.690), as far as a certificate needs them. */
final class Der {
    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

    private Der() {}

    static byte[] sequence(byte[]... parts) {
        return tagged(0x30, parts);
    }

    static byte[] set(byte[]... parts) {
        return tagged(0x31, parts);
    }

    static byte[] integer(BigInteger value) {
        return tagged(0x02, value.toByteArray());
    }

    static byte[] yes() {
        return tagged(0x01, new byte[] {(byte) 0xff});
    }

    static byte[] text(String value) {
        return tagged(0x0c, value.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] octets(byte[] value) {
        return tagged(0x04, value);
    }

    /** Returns a bit string whose last byte leaves some bits unused. */
    static byte[] bits(int unused, byte[] value) {
        return tagged(0x03, new byte[] {(byte) unused}, value);
    }

    /** Returns a time before the year 2050. */
    static byte[] time(Instant instant) {
        return tagged(0x17, UTC_TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
    }

    static byte[] oid(int first, int second, int... rest) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(first * 40 + second);
        for (int arc : rest) {
            for (int shift = 28; shift > 0; shift -= 7) {
                if (arc >>> shift != 0) {
                    bytes.write(0x80 | ((arc >>> shift) & 0x7f));
                }
            }
            bytes.write(arc & 0x7f);
        }
        return tagged(0x06, bytes.toByteArray());
    }

    /** Returns a value of a tag, with the parts one after the other as its content. */
    static byte[] tagged(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        ByteArrayOutputStream value = new ByteArrayOutputStream();
        value.write(tag);
        length(value, content.size());
        value.writeBytes(content.toByteArray());
        return value.toByteArray();
    }

    private static void length(ByteArrayOutputStream to, int length) {
        if (length < 0x80) {
            to.write(length);
        } else if (length < 0x100) {
            to.write(0x81);
            to.write(length);
        } else {
            to.write(0x82);
            to.write(length >>> 8);
            to.write(length);
        }
    }
}

package io.fanfare.codec.msgpack;

import io.fanfare.spi.Payload;
import java.io.ByteArrayOutputStream;

/** Collects bytes and hands over its array as a payload. */
final class PayloadOutput extends ByteArrayOutputStream {
    private static final int FIRST_SIZE = 256;

    PayloadOutput() {
        super(FIRST_SIZE);
    }

    /** Returns what was written, without a copy; nothing may be written afterwards. */
    synchronized Payload payload() {
        return new Payload(buf, 0, count);
    }
}

package io.fanfare;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** The bytes of an envelope, as {@code docs/envelope.md} has them. Reads them where they are. */
final class Envelope {
    static final int MAGIC = 0xC1464645;
    static final int VERSION = 1;

    /** Bytes of the header, which the optional fields follow. */
    static final int HEADER = 56;

    /** The greatest epoch, sequence and time: whole numbers that every language has. */
    static final long MAX_NUMBER = (1L << 53) - 1;

    /** The most bytes of one optional field. */
    static final int MAX_FIELD = 255;

    static final int CONTENT_TYPE = 0;
    static final int TRACE_CONTEXT = 1;
    static final int MARK = 2;

    private static final int FLAGS = 5;
    private static final int FIELDS_LENGTH = 6;
    private static final int PUBLISHER = 8;
    private static final int EPOCH = 24;
    private static final int SEQUENCE = 32;
    private static final int SENT = 40;
    private static final int PAYLOAD_LENGTH = 48;
    private static final int CHECKSUM = 52;

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN)
            .withInvokeExactBehavior();

    /** Bytes of the mark with its length. */
    private static final int MARK_FIELD = 2 + Long.BYTES;

    private Envelope() {}

    /** Tells whether a payload is an envelope: whether it begins with the magic and its header has its checksum. */
    static boolean isIn(Payload payload) {
        return payload.length() >= HEADER
                && intAt(payload, 0) == MAGIC
                && intAt(payload, CHECKSUM) == checksum(payload.array(), payload.offset());
    }

    /** Returns what is wrong with an envelope; null if nothing is. */
    static @Nullable String fault(Payload envelope) {
        int version = byteAt(envelope, 4);
        if (version != VERSION) {
            return "version " + version + " of the envelope is not understood, only " + VERSION;
        }
        long length = (long) HEADER + fieldsLength(envelope) + intAt(envelope, PAYLOAD_LENGTH);
        if (intAt(envelope, PAYLOAD_LENGTH) < 0 || length != envelope.length()) {
            return "the envelope says that it has " + Integer.toUnsignedString(intAt(envelope, PAYLOAD_LENGTH))
                    + " bytes of payload after " + (HEADER + fieldsLength(envelope)) + " others, but there are "
                    + envelope.length() + " bytes in all";
        }
        if (sequence(envelope) < 1 || sequence(envelope) > MAX_NUMBER) {
            return "the sequence " + sequence(envelope) + " of the envelope is not in 1 to " + MAX_NUMBER;
        }
        if (epoch(envelope) < 0 || epoch(envelope) > MAX_NUMBER) {
            return "the epoch " + epoch(envelope) + " of the envelope is not in 0 to " + MAX_NUMBER;
        }
        if (sentMicros(envelope) < 0 || sentMicros(envelope) > MAX_NUMBER) {
            return "the send time " + sentMicros(envelope) + " of the envelope is not in 0 to " + MAX_NUMBER;
        }
        return faultOfFields(envelope);
    }

    private static @Nullable String faultOfFields(Payload envelope) {
        int end = HEADER + fieldsLength(envelope);
        int at = HEADER;
        for (int flags = byteAt(envelope, FLAGS), bit = 0; flags != 0; flags >>>= 1, bit++) {
            if ((flags & 1) == 0) {
                continue;
            }
            int next = at + 2 <= end ? at + 2 + shortAt(envelope, at) : Integer.MAX_VALUE;
            if (next > end) {
                return "the optional field " + bit + " of the envelope is longer than the room for it";
            }
            if (bit <= TRACE_CONTEXT && !isText(envelope, at + 2, next)) {
                return "the optional field " + bit + " of the envelope is not 1 to " + MAX_FIELD
                        + " printable ASCII characters";
            }
            at = next;
        }
        return at == end ? null : "the envelope has " + (end - at) + " bytes after its optional fields";
    }

    private static boolean isText(Payload envelope, int from, int to) {
        for (int at = from; at < to; at++) {
            int c = byteAt(envelope, at);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return to > from && to - from <= MAX_FIELD;
    }

    static long publisherHigh(Payload envelope) {
        return longAt(envelope, PUBLISHER);
    }

    static long publisherLow(Payload envelope) {
        return longAt(envelope, PUBLISHER + Long.BYTES);
    }

    static long epoch(Payload envelope) {
        return longAt(envelope, EPOCH);
    }

    static long sequence(Payload envelope) {
        return longAt(envelope, SEQUENCE);
    }

    /** Returns when the message was meant to be sent, in microseconds since 1970-01-01T00:00Z. */
    static long sentMicros(Payload envelope) {
        return longAt(envelope, SENT);
    }

    /** Returns an optional field of an envelope without fault; null if it has none of that number. */
    static @Nullable String field(Payload envelope, int wanted) {
        int at = HEADER;
        for (int bit = 0; bit < wanted; bit++) {
            at += hasField(envelope, bit) ? 2 + shortAt(envelope, at) : 0;
        }
        return hasField(envelope, wanted)
                ? new String(
                        envelope.array(), envelope.offset() + at + 2, shortAt(envelope, at), StandardCharsets.US_ASCII)
                : null;
    }

    private static boolean hasField(Payload envelope, int bit) {
        return (byteAt(envelope, FLAGS) >>> bit & 1) == 1;
    }

    /** Returns the payload within an envelope without fault, as a range of the same array. */
    static Payload content(Payload envelope) {
        int length = intAt(envelope, PAYLOAD_LENGTH);
        return new Payload(envelope.array(), envelope.offset() + envelope.length() - length, length);
    }

    /** Returns the mark of an envelope of one publisher; 0 for an envelope without one and for anything else. */
    static long mark(Payload payload, long high, long low) {
        boolean mayBeMarked = payload.length() >= HEADER + MARK_FIELD
                && intAt(payload, 0) == MAGIC
                && (byteAt(payload, FLAGS) & (1 << MARK)) != 0
                && publisherHigh(payload) == high
                && publisherLow(payload) == low;
        if (!mayBeMarked || !isIn(payload) || fault(payload) != null) {
            return 0;
        }
        int at = HEADER;
        for (int field = 0; field < MARK; field++) {
            if ((byteAt(payload, FLAGS) & (1 << field)) != 0) {
                at += 2 + shortAt(payload, at);
            }
        }
        return shortAt(payload, at) == Long.BYTES ? longAt(payload, at + 2) : 0;
    }

    /**
     * Returns what was enveloped, and a plain payload as it is.
     *
     * @throws PubSubException {@link ErrorCode#DECODE_FAILED} if it is an envelope with a fault
     */
    static Payload open(Payload payload) {
        if (!isIn(payload)) {
            return payload;
        }
        String fault = fault(payload);
        if (fault != null) {
            throw new PubSubException(ErrorCode.DECODE_FAILED, fault);
        }
        return content(payload);
    }

    /** Returns the envelope of a payload without optional fields, in an array of its own. */
    static Payload of(long high, long low, long epoch, long sequence, long sentMicros, Payload payload) {
        return of(high, low, epoch, sequence, sentMicros, null, null, 0, payload);
    }

    /**
     * Returns the envelope of a payload, in an array of its own.
     *
     * @param contentType the media type of the payload: 1 to 255 printable ASCII characters
     * @param traceContext a W3C {@code traceparent}: 1 to 255 printable ASCII characters
     * @param mark what a {@link ShortCut} marks it with, 1 or more; 0 for none
     * @throws PubSubException {@link ErrorCode#ENCODE_FAILED} if an envelope cannot carry one of these
     */
    static Payload of(
            long high,
            long low,
            long epoch,
            long sequence,
            long sentMicros,
            @Nullable String contentType,
            @Nullable String traceContext,
            long mark,
            Payload payload) {
        int texts = fieldLength(contentType) + fieldLength(traceContext);
        int fields = texts + (mark == 0 ? 0 : MARK_FIELD);
        if (payload.length() > Integer.MAX_VALUE - HEADER - fields) {
            throw new PubSubException(ErrorCode.ENCODE_FAILED, payload + " are too many for an envelope");
        }
        byte[] array = new byte[HEADER + fields + payload.length()];
        INTS.set(array, 0, MAGIC);
        array[4] = VERSION;
        array[FLAGS] = (byte) (flag(contentType != null, CONTENT_TYPE)
                | flag(traceContext != null, TRACE_CONTEXT)
                | flag(mark != 0, MARK));
        SHORTS.set(array, FIELDS_LENGTH, (short) fields);
        LONGS.set(array, PUBLISHER, high);
        LONGS.set(array, PUBLISHER + Long.BYTES, low);
        LONGS.set(array, EPOCH, epoch);
        LONGS.set(array, SEQUENCE, sequence);
        LONGS.set(array, SENT, sentMicros);
        INTS.set(array, PAYLOAD_LENGTH, payload.length());
        INTS.set(array, CHECKSUM, checksum(array, 0));
        writeMark(array, writeField(array, writeField(array, HEADER, contentType), traceContext), mark);
        System.arraycopy(payload.array(), payload.offset(), array, HEADER + fields, payload.length());
        if (texts > 0 || !isNumber(epoch) || !isNumber(sequence) || sequence == 0 || !isNumber(sentMicros)) {
            String fault = fault(Payload.of(array));
            if (fault != null) {
                throw new PubSubException(ErrorCode.ENCODE_FAILED, fault);
            }
        }
        return Payload.of(array);
    }

    private static int flag(boolean set, int field) {
        return set ? 1 << field : 0;
    }

    private static void writeMark(byte[] array, int at, long mark) {
        if (mark != 0) {
            SHORTS.set(array, at, (short) Long.BYTES);
            LONGS.set(array, at + 2, mark);
        }
    }

    private static boolean isNumber(long number) {
        return number >>> 53 == 0;
    }

    private static int fieldLength(@Nullable String text) {
        if (text != null && text.length() > MAX_FIELD) {
            throw new PubSubException(
                    ErrorCode.ENCODE_FAILED,
                    "an optional field of the envelope has " + text.length() + " characters, at most " + MAX_FIELD
                            + " go");
        }
        return text == null ? 0 : 2 + text.length();
    }

    private static int writeField(byte[] array, int at, @Nullable String text) {
        if (text == null) {
            return at;
        }
        SHORTS.set(array, at, (short) text.length());
        for (int i = 0; i < text.length(); i++) {
            array[at + 2 + i] = (byte) (text.charAt(i) > '~' ? 0 : text.charAt(i));
        }
        return at + 2 + text.length();
    }

    private static int checksum(byte[] array, int offset) {
        CRC32 crc = new CRC32();
        crc.update(array, offset, CHECKSUM);
        return (int) crc.getValue();
    }

    private static int fieldsLength(Payload envelope) {
        return shortAt(envelope, FIELDS_LENGTH);
    }

    private static int byteAt(Payload payload, int index) {
        return payload.array()[payload.offset() + index] & 0xff;
    }

    private static int shortAt(Payload payload, int index) {
        return (short) SHORTS.get(payload.array(), payload.offset() + index) & 0xffff;
    }

    private static int intAt(Payload payload, int index) {
        return (int) INTS.get(payload.array(), payload.offset() + index);
    }

    private static long longAt(Payload payload, int index) {
        return (long) LONGS.get(payload.array(), payload.offset() + index);
    }
}

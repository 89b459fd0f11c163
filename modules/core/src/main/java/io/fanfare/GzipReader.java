package io.fanfare;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses gzip members. The length of the plain bytes is known from the last bytes of the member, and checked
 * before they are allocated: against the limit, and against what so many compressed bytes can hold at most.
 * Thread-safe.
 */
final class GzipReader {
    /** Deflate writes at least two bits for at most 258 bytes. */
    private static final int HIGHEST_RATIO = 1032;

    private final Spares<Inflater> inflaters = new Spares<>(() -> new Inflater(true), Inflater::end);

    Payload read(Payload compressed, int limit) {
        try {
            return read(compressed, GzipHeader.length(compressed), limit);
        } catch (MalformedGzip e) {
            String at = e.offset() < 0 ? "" : " at offset " + e.offset();
            throw new PubSubException(
                    ErrorCode.DECODE_FAILED, "gzip cannot decompress " + compressed + at + ": " + e.getMessage());
        }
    }

    private Payload read(Payload compressed, int header, int limit) throws MalformedGzip {
        int body = compressed.length() - header - GzipTrailer.LENGTH;
        if (body < 1) {
            throw new MalformedGzip(-1, "it ends before its data do");
        }
        int trailer = compressed.offset() + header + body;
        GzipTrailer told = GzipTrailer.read(compressed.array(), trailer);
        long length = told.length() & 0xffff_ffffL;
        if (length > limit) {
            throw new MalformedGzip(-1, "it says that it holds " + length + " bytes, and the limit is " + limit);
        }
        if (length > (long) body * HIGHEST_RATIO) {
            throw new MalformedGzip(-1, "it says that it holds " + length + " bytes, more than " + body + " bytes can");
        }
        byte[] plain = new byte[(int) length];
        inflate(compressed.array(), compressed.offset() + header, body, plain);
        CRC32 check = new CRC32();
        check.update(plain);
        if ((int) check.getValue() != told.check()) {
            throw new MalformedGzip(-1, "its checksum is wrong");
        }
        return Payload.of(plain);
    }

    private void inflate(byte[] array, int offset, int length, byte[] plain) throws MalformedGzip {
        Inflater inflater = inflaters.take();
        try {
            inflater.setInput(array, offset, length);
            inflate(inflater, plain);
            inflater.reset();
        } catch (Throwable e) {
            inflater.end();
            throw e;
        }
        inflaters.give(inflater);
    }

    private static void inflate(Inflater inflater, byte[] plain) throws MalformedGzip {
        byte[] beyond = new byte[1];
        int made = 0;
        while (!inflater.finished()) {
            boolean full = made == plain.length;
            int step;
            try {
                step = full ? inflater.inflate(beyond) : inflater.inflate(plain, made, plain.length - made);
            } catch (DataFormatException e) {
                throw new MalformedGzip(-1, "its data are malformed (" + e.getMessage() + ")");
            }
            if (full && step > 0) {
                throw new MalformedGzip(-1, "it holds more than the " + plain.length + " bytes that it says");
            }
            made += step;
            if (step == 0 && !inflater.finished()) {
                throw new MalformedGzip(-1, "its data end too early");
            }
        }
        if (inflater.getRemaining() > 0) {
            throw new MalformedGzip(-1, inflater.getRemaining() + " bytes are left over");
        }
        if (made < plain.length) {
            throw new MalformedGzip(-1, "it holds " + made + " bytes, and says " + plain.length);
        }
    }
}

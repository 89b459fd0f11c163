package io.fanfare;

import io.fanfare.spi.CompressionProvider;
import io.fanfare.spi.Payload;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * The compression {@code gzip}: one member of RFC 1952, by the JDK. Thread-safe.
 *
 * <p>Several members in one payload, which the format allows, are refused as bytes left over, as are reserved flags.
 */
public final class GzipCompressionProvider implements CompressionProvider {
    /** By measurement: docs/decisions/0031-compression.md. */
    private static final int LEVEL = 3;

    private static final int SLACK = 64;

    private final Spares<Deflater> deflaters = new Spares<>(() -> new Deflater(LEVEL, true), Deflater::end);
    private final GzipReader reader = new GzipReader();

    /** Creates the provider; done by {@link java.util.ServiceLoader}. */
    public GzipCompressionProvider() {}

    @Override
    public String id() {
        return "gzip";
    }

    @Override
    public Payload compress(Payload plain) {
        Deflater deflater = deflaters.take();
        byte[] made;
        try {
            deflater.setInput(plain.array(), plain.offset(), plain.length());
            deflater.finish();
            made = member(deflater, plain.length() / 2);
            deflater.reset();
        } catch (Throwable e) {
            deflater.end();
            throw e;
        }
        deflaters.give(deflater);
        CRC32 check = new CRC32();
        check.update(plain.array(), plain.offset(), plain.length());
        new GzipTrailer((int) check.getValue(), plain.length()).write(made, made.length - GzipTrailer.LENGTH);
        return Payload.of(made);
    }

    /** Returns a header, the compressed data, and room for a trailer. */
    private static byte[] member(Deflater deflater, int expected) {
        byte[] made = new byte[GzipHeader.LENGTH + expected + SLACK];
        GzipHeader.write(made);
        int end = GzipHeader.LENGTH;
        while (!deflater.finished()) {
            if (end == made.length) {
                made = Arrays.copyOf(made, 2 * made.length);
            }
            end += deflater.deflate(made, end, made.length - end);
        }
        return Arrays.copyOf(made, end + GzipTrailer.LENGTH);
    }

    @Override
    public Payload decompress(Payload compressed, int limit) {
        return reader.read(compressed, limit);
    }

    @Override
    public boolean recognises(Payload payload) {
        return GzipHeader.begins(payload);
    }
}

package io.fanfare.compression.zstd;

import io.fanfare.spi.Availability;
import io.fanfare.spi.CompressionProvider;
import io.fanfare.spi.Payload;

/**
 * The compression {@code zstd}: one Zstandard frame of RFC 8878, with the length of what it holds. Thread-safe.
 *
 * <p>Frames without that length are read too. Frames that need a dictionary, skippable frames and several frames in one
 * payload are refused.
 */
public final class ZstdCompressionProvider implements CompressionProvider {
    /** Creates the provider; done by {@link java.util.ServiceLoader}. */
    public ZstdCompressionProvider() {}

    @Override
    public String id() {
        return "zstd";
    }

    /** Tells whether zstd-jni is present; whether its native library runs here turns out at the first use. */
    @Override
    public Availability availability() {
        try {
            return Availability.usable(ZstdFrames.library());
        } catch (LinkageError e) {
            return Availability.unusable("zstd-jni is missing (" + e + "); add com.github.luben:zstd-jni");
        }
    }

    @Override
    public Payload compress(Payload plain) {
        return ZstdFrames.compress(plain);
    }

    @Override
    public Payload decompress(Payload compressed, int limit) {
        return ZstdFrames.decompress(compressed, limit);
    }

    @Override
    public boolean recognises(Payload payload) {
        return FrameHeader.begins(payload);
    }
}

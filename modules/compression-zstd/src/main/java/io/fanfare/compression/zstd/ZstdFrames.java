package io.fanfare.compression.zstd;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import java.util.Arrays;

/** Writes and reads frames; the one class that reaches zstd-jni. */
final class ZstdFrames {
    /** By measurement: docs/decisions/0031-compression.md. */
    private static final int LEVEL = 3;

    /** What one block holds at most, and how many bytes it has at least. */
    private static final int BLOCK = 128 << 10;

    private static final int SMALLEST_BLOCK = 4;

    private static final Contexts<ZstdCompressCtx> COMPRESSING =
            new Contexts<>(() -> new ZstdCompressCtx().setLevel(LEVEL));
    private static final Contexts<ZstdDecompressCtx> DECOMPRESSING = new Contexts<>(ZstdDecompressCtx::new);

    private ZstdFrames() {}

    /** Returns the name and version of the library, without starting it. */
    static String library() {
        String manifest = Zstd.class.getPackage().getImplementationVersion();
        String version = Zstd.class.getModule().getDescriptor() == null
                ? manifest
                : Zstd.class.getModule().getDescriptor().rawVersion().orElse(manifest);
        return "zstd-jni" + (version == null ? "" : " " + version);
    }

    static Payload compress(Payload plain) {
        byte[] frame = new byte[Math.toIntExact(Zstd.compressBound(plain.length()))];
        int length = COMPRESSING.call(context ->
                context.compressByteArray(frame, 0, frame.length, plain.array(), plain.offset(), plain.length()));
        return Payload.of(Arrays.copyOf(frame, length));
    }

    static Payload decompress(Payload frame, int limit) {
        if (!FrameHeader.begins(frame)) {
            throw failure(frame, "it does not begin with 28 b5 2f fd");
        }
        if (FrameHeader.needsDictionary(frame)) {
            throw failure(frame, "it needs a dictionary");
        }
        try {
            return decompressOne(frame, limit);
        } catch (ZstdException e) {
            throw new PubSubException(ErrorCode.DECODE_FAILED, text(frame, String.valueOf(e.getMessage())), e);
        }
    }

    private static Payload decompressOne(Payload frame, int limit) {
        long whole = Zstd.findFrameCompressedSize(frame.array(), frame.offset(), frame.length());
        if (Zstd.isError(whole)) {
            throw failure(frame, Zstd.getErrorName(whole));
        }
        if (whole < frame.length()) {
            throw failure(frame, frame.length() - whole + " bytes are left over");
        }
        long size = Zstd.getFrameContentSize(frame.array(), frame.offset(), frame.length());
        return size < 0 ? decompressUnknown(frame, limit) : decompressKnown(frame, size, limit);
    }

    private static Payload decompressKnown(Payload frame, long size, int limit) {
        if (size > limit) {
            throw failure(frame, "it says that it holds " + size + " bytes, and the limit is " + limit);
        }
        if (size > most(frame)) {
            throw failure(frame, "it says that it holds " + size + " bytes, more than so few can");
        }
        byte[] plain = new byte[(int) size];
        int length = DECOMPRESSING.call(context -> into(plain, frame, context));
        if (length < size) {
            throw failure(frame, length < 0 ? "it holds more than it says" : "it holds less than it says");
        }
        return Payload.of(plain);
    }

    /** Decompresses into twice the room each time, up to the limit. */
    private static Payload decompressUnknown(Payload frame, int limit) {
        int most = (int) Math.min(most(frame), limit);
        for (long room = Math.min(most, 8L * frame.length()); ; room = Math.min(most, 2 * room)) {
            byte[] plain = new byte[(int) room];
            int length = DECOMPRESSING.call(context -> into(plain, frame, context));
            if (length >= 0) {
                return Payload.of(length == plain.length ? plain : Arrays.copyOf(plain, length));
            }
            if (room == most) {
                throw failure(frame, "it holds more than the limit of " + limit + " bytes");
            }
        }
    }

    /** Returns how many bytes came of it; -1 if they do not fit. */
    private static int into(byte[] plain, Payload frame, ZstdDecompressCtx context) {
        try {
            return context.decompressByteArray(plain, 0, plain.length, frame.array(), frame.offset(), frame.length());
        } catch (ZstdException e) {
            if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
                return -1;
            }
            throw e;
        }
    }

    /** Returns the most bytes that a frame of this length can hold. */
    private static long most(Payload frame) {
        return (long) BLOCK * (frame.length() / SMALLEST_BLOCK + 1);
    }

    private static PubSubException failure(Payload frame, String problem) {
        return new PubSubException(ErrorCode.DECODE_FAILED, text(frame, problem));
    }

    private static String text(Payload frame, String problem) {
        return "zstd cannot decompress " + frame + ": " + problem;
    }
}

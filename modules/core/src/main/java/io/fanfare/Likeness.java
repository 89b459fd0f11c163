package io.fanfare;

import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.CompressionProvider;
import io.fanfare.spi.DecodeException;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells what a payload looks like that a codec could not decode: of another format, or compressed. Immutable. */
final class Likeness {
    /** Formats of which nearly every payload might be. */
    private static final Set<String> UNTELLING = Set.of("bytes", "string");

    /** Nearly every single byte is some format's whole value. */
    private static final int TELLING_LENGTH = 2;

    private final Catalog<CodecProvider> formats;
    private final Catalog<CompressionProvider> compressions;

    Likeness(Catalog<CodecProvider> formats, Catalog<CompressionProvider> compressions) {
        this.formats = formats;
        this.compressions = compressions;
    }

    /** Returns the failure with a hint; as it is if the payload looks like nothing else. */
    DecodeException explain(DecodeException failure, CodecProvider codec, Payload payload, CodecOptions options) {
        try {
            String hint = hint(codec, payload, options);
            return hint == null ? failure : failure.withHint(hint);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
            return failure;
        }
    }

    private @Nullable String hint(CodecProvider codec, Payload payload, CodecOptions options) {
        String id = codec.id();
        int plus = id.indexOf('+');
        String format = plus < 0 ? id : id.substring(0, plus);
        String suffix = plus < 0 ? "" : id.substring(plus);
        CompressionProvider compression = compression(payload);
        if (compression != null && !suffix.equals("+" + compression.id())) {
            return "it looks compressed by " + compression.id() + ": use the codec " + format + "+" + compression.id();
        }
        Payload plain = compression == null ? payload : plain(compression, payload, options);
        List<String> read = AutoFormats.ids(options);
        if (plain == null || plain.length() < TELLING_LENGTH || isKnown(codec, format, plain, read)) {
            return null;
        }
        List<String> looks = looks(plain);
        if (looks.isEmpty()) {
            return null;
        }
        boolean either = read.contains(format) && read.containsAll(looks);
        return "it looks like " + String.join(" or ", looks) + ": use the codec "
                + looks.stream().map(one -> one + suffix).collect(Collectors.joining(" or ")) + " for this channel"
                + (either ? ", or auto" + suffix : "");
    }

    private @Nullable CompressionProvider compression(Payload payload) {
        return compressions.usable().stream()
                .filter(one -> one.recognises(payload))
                .findFirst()
                .orElse(null);
    }

    /** Returns null if it is malformed, or holds more than a payload may. */
    private static @Nullable Payload plain(CompressionProvider compression, Payload payload, CodecOptions options) {
        try {
            return compression.decompress(payload, options.get(CodecOptions.MAX_PAYLOAD));
        } catch (PubSubException e) {
            return null;
        }
    }

    /** Tells whether a payload is of the format of the codec, and of another type then. */
    private boolean isKnown(CodecProvider codec, String format, Payload plain, List<String> read) {
        if (format.equals("auto")) {
            return formats.usable().stream().anyMatch(one -> read.contains(one.id()) && isOf(one, plain));
        }
        return isOf(codec instanceof CompressedCodecProvider compressed ? compressed.format() : codec, plain);
    }

    private List<String> looks(Payload plain) {
        List<String> looks = new ArrayList<>();
        for (CodecProvider one : formats.usable()) {
            if (!UNTELLING.contains(one.id()) && isOf(one, plain)) {
                looks.add(one.id());
            }
            if (one.id().equals("json") && Tag.of(plain) == Tag.JSON && isOf(one, Tag.rest(plain))) {
                looks.add("typed");
            }
        }
        return looks;
    }

    private static boolean isOf(CodecProvider format, Payload payload) {
        return format.mayBegin(payload) && format.recognises(payload);
    }
}

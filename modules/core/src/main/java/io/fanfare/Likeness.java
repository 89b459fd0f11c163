package io.fanfare;

import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.CompressionProvider;
import io.fanfare.spi.DecodeException;
import io.fanfare.spi.Payload;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells what a payload looks like that a codec could not decode: of another format, or compressed. Immutable. */
final class Likeness {
    /** Formats of which nearly every payload might be. */
    private static final Set<String> UNTELLING = Set.of("bytes", "string");

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
        for (CompressionProvider compression : compressions.usable()) {
            if (compression.recognises(payload)) {
                String other = "+" + compression.id();
                return other.equals(suffix)
                        ? null
                        : "it looks compressed by " + compression.id() + ": use the codec " + format + other;
            }
        }
        List<String> read = AutoFormats.ids(options);
        boolean auto = format.equals("auto");
        List<String> looks = formats.usable().stream()
                .filter(one -> one.mayBegin(payload) && one.recognises(payload))
                .map(CodecProvider::id)
                .filter(one -> !UNTELLING.contains(one))
                .toList();
        boolean known = auto ? looks.stream().anyMatch(read::contains) : codec.recognises(payload);
        if (known || looks.isEmpty()) {
            return null;
        }
        boolean either = read.contains(format) && read.containsAll(looks);
        return "it looks like " + String.join(" or ", looks) + ": use the codec "
                + looks.stream().map(one -> one + suffix).collect(Collectors.joining(" or ")) + " for this channel"
                + (either ? ", or auto" + suffix : "");
    }
}

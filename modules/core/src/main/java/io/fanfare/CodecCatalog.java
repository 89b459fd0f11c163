package io.fanfare;

import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.CompressionProvider;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The codecs that are found or given, {@code auto} and {@code typed} over them, and what is composed of these and a
 * compression. Whatever it returns is checked, as {@link CheckedCodec} says. Immutable.
 */
final class CodecCatalog {
    /** Codecs that do not count when none is named. */
    private static final Set<String> BUILT_IN = Set.of("auto", "bytes", "string", "typed");

    private static final Set<String> MADE_HERE = Set.of("auto", "typed");

    private final Catalog<CodecProvider> formats;
    private final Catalog<CodecProvider> codecs;
    private final Catalog<CompressionProvider> compressions;
    private final Likeness likeness;

    CodecCatalog(Catalog<CodecProvider> formats, Catalog<CompressionProvider> compressions) {
        this.formats = formats;
        this.codecs = formats.plus(List.of(new AutoCodecProvider(formats), new TaggedCodecProvider(formats)));
        this.compressions = compressions;
        this.likeness = new Likeness(formats, compressions);
    }

    /** Returns these and others; one that has the id of a format takes its place, in what is composed of it too. */
    CodecCatalog with(List<CodecProvider> given) {
        for (CodecProvider codec : given) {
            if (MADE_HERE.contains(codec.id())) {
                throw new PubSubException(
                        ErrorCode.CONFIGURATION_INVALID,
                        codec.getClass().getName() + " has the id '" + codec.id()
                                + "', which stands for the codec that core makes of others; give it another");
            }
        }
        return given.isEmpty() ? this : new CodecCatalog(formats.replacing(given), compressions);
    }

    /** Returns the usable codecs without compression, by id. */
    List<CodecProvider> usable() {
        return codecs.usable().stream().map(this::checked).toList();
    }

    /** Returns the codecs and then the compressions, each by id. */
    List<ProviderDescription> descriptions() {
        return Stream.concat(codecs.descriptions().stream(), compressions.descriptions().stream())
                .toList();
    }

    /**
     * Returns the codec with an id, which may end with that of a compression: {@code json+gzip}.
     *
     * @param id null to mean the only one present besides those that core brings
     */
    CodecProvider select(@Nullable String id) {
        int plus = id == null ? -1 : id.indexOf('+');
        if (id == null || plus < 0) {
            return checked(codecs.select(id, BUILT_IN));
        }
        if (plus == 0 || plus == id.length() - 1 || plus != id.lastIndexOf('+')) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "'" + id
                            + "' is no codec: it takes the id of one, and after a plus that of at most one compression,"
                            + " as in json+gzip");
        }
        CodecProvider codec = codecs.select(id.substring(0, plus), Set.of());
        return checked(new CompressedCodecProvider(codec, compressions.select(id.substring(plus + 1), Set.of())));
    }

    /**
     * Refuses what {@link CodecOptions#AUTO_FORMATS} says if it is no list of formats, or if a codec is made of them
     * and one is missing.
     */
    void check(CodecProvider chosen, CodecOptions options) {
        boolean auto = chosen.id().equals("auto") || chosen.id().startsWith("auto+");
        List<?> unused = auto ? AutoFormats.of(formats, options) : AutoFormats.ids(options);
    }

    /** Returns a codec whose payloads are held to their limit, and whose failures say what a payload looks like. */
    CodecProvider checked(CodecProvider codec) {
        return codec instanceof CheckedCodecProvider ? codec : new CheckedCodecProvider(codec, likeness);
    }
}

package io.fanfare;

import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.CompressionProvider;
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
        CodecProvider codec = codecs.select(id.substring(0, plus), Set.of());
        return checked(new CompressedCodecProvider(codec, compressions.select(id.substring(plus + 1), Set.of())));
    }

    /** Returns a codec whose payloads are held to their limit, and whose failures say what a payload looks like. */
    CodecProvider checked(CodecProvider codec) {
        return codec instanceof CheckedCodecProvider ? codec : new CheckedCodecProvider(codec, likeness);
    }
}

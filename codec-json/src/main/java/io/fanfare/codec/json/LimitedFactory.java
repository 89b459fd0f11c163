package io.fanfare.codec.json;

import io.fanfare.codec.jackson.Limits;
import java.io.OutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/** Makes parsers and generators that have the limits of a codec, and else the settings of the factory of a mapper. */
final class LimitedFactory extends JsonFactory {
    private static final long serialVersionUID = 1L;

    private final transient Limits limits;

    LimitedFactory(TokenStreamFactory ofMapper, Limits limits) {
        super(builderOf(ofMapper)
                .recyclerPool(Recyclers.SHARED)
                .streamReadConstraints(limits.reading())
                .streamWriteConstraints(limits.writing()));
        this.limits = limits;
    }

    /** Returns how many names of properties it keeps; a payload that brings a new one copies the table of all. */
    int keptNames() {
        return _byteSymbolCanonicalizer.size();
    }

    /** Returns a factory that is the same and keeps no name yet. */
    LimitedFactory withoutNames() {
        return new LimitedFactory(this, limits);
    }

    private static JsonFactoryBuilder builderOf(TokenStreamFactory ofMapper) {
        return ofMapper instanceof JsonFactory json ? json.rebuild() : JsonFactory.builder();
    }

    @Override
    protected JsonGenerator _createUTF8Generator(ObjectWriteContext context, IOContext io, OutputStream out) {
        CharacterEscapes ofContext = context.getCharacterEscapes();
        return new LimitedGenerator(
                context,
                io,
                context.getStreamWriteFeatures(_streamWriteFeatures),
                context.getFormatWriteFeatures(_formatWriteFeatures),
                out,
                context.getRootValueSeparator(_rootValueSeparator),
                ofContext == null ? _characterEscapes : ofContext,
                context.getPrettyPrinter(),
                _maximumNonEscapedChar,
                _quoteChar,
                limits);
    }
}

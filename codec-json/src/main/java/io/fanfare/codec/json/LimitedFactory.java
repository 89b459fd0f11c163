package io.fanfare.codec.json;

import io.fanfare.codec.jackson.Limits;
import io.fanfare.spi.Payload;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.io.CharacterEscapes;
import tools.jackson.core.io.ContentReference;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/** Makes parsers and generators that have the limits of a codec, and else the settings of the factory of a mapper. */
final class LimitedFactory extends JsonFactory {
    private static final long serialVersionUID = 1L;

    private final transient Limits limits;
    private final transient AtomicLong bytesWithNewNames = new AtomicLong();

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

    /** Returns no less than the bytes that the kept names take: the sum of the payloads that had new ones. */
    long keptBytes() {
        return bytesWithNewNames.get();
    }

    /** Returns a factory that is the same and keeps no name yet. */
    LimitedFactory withoutNames() {
        return new LimitedFactory(this, limits);
    }

    private static JsonFactoryBuilder builderOf(TokenStreamFactory ofMapper) {
        return ofMapper instanceof JsonFactory json ? json.rebuild() : JsonFactory.builder();
    }

    @Override
    protected JsonParser _createParser(ObjectReadContext context, IOContext io, byte[] array, int offset, int length) {
        if (!isEnabled(JsonFactory.Feature.CANONICALIZE_PROPERTY_NAMES)) {
            return super._createParser(context, io, array, offset, length);
        }
        int from = JsonText.afterByteOrderMark(new Payload(array, offset, length));
        return new LimitedParser(
                context,
                io,
                context.getStreamReadFeatures(_streamReadFeatures),
                context.getFormatReadFeatures(_formatReadFeatures),
                _byteSymbolCanonicalizer.makeChild(_factoryFeatures),
                array,
                from,
                offset + length,
                from - offset,
                bytesWithNewNames);
    }

    /** Refers to no payload. */
    @Override
    protected ContentReference _createContentReference(Object content, int offset, int length) {
        return ContentReference.redacted();
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

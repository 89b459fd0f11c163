package io.fanfare;

import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import java.util.ArrayList;
import java.util.List;

/** The codec {@code auto}: writes one format and reads several, deciding for each payload; see {@link AutoCodec}. */
final class AutoCodecProvider implements CodecProvider {
    private final Catalog<CodecProvider> formats;
    private final List<CodecProvider> preset;

    AutoCodecProvider(Catalog<CodecProvider> formats) {
        this.formats = formats;
        List<String> ids = AutoFormats.ids(CodecOptions.defaults());
        this.preset = formats.usable().stream()
                .filter(format -> ids.contains(format.id()))
                .toList();
    }

    @Override
    public String id() {
        return "auto";
    }

    @Override
    public <T> Codec<T> codec(TypeRef<T> type, CodecOptions options) {
        List<AutoCodec.Format<T>> chosen = new ArrayList<>();
        for (CodecProvider format : AutoFormats.of(formats, options)) {
            try {
                chosen.add(new AutoCodec.Format<>(format, format.codec(type, options)));
            } catch (PubSubException e) {
                throw new PubSubException(
                        e.code(),
                        "fanfare." + CodecOptions.AUTO_FORMATS + " names " + format.id() + ": " + Reason.of(e),
                        e);
            }
        }
        return new AutoCodec<>(type, chosen, options.get(CodecOptions.AUTO_AMBIGUOUS));
    }

    /** Tells whether one of the formats that are preset and present may begin so. */
    @Override
    public boolean mayBegin(Payload payload) {
        for (CodecProvider format : preset) {
            if (format.mayBegin(payload)) {
                return true;
            }
        }
        return false;
    }

    /** Tells whether a payload is of one of the formats that are preset and present. */
    @Override
    public boolean recognises(Payload payload) {
        for (CodecProvider format : preset) {
            if (format.recognises(payload)) {
                return true;
            }
        }
        return false;
    }
}

package io.fanfare;

import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecOptions.Ambiguous;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.DecodeException;
import io.fanfare.spi.Payload;
import io.fanfare.spi.TypeRef;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the first of several formats, and decides by the payload which of them to read: by its beginning where that
 * leaves one, else by the whole of it, else by what the declared type makes of it. What has several meanings then is
 * refused, unless the first format counts.
 */
final class AutoCodec<T> implements Codec<T> {
    private final TypeRef<T> type;
    private final List<Format<T>> formats;
    private final Ambiguous ambiguous;

    /** A format with its codec for the type. */
    record Format<T>(CodecProvider provider, Codec<T> codec) {
        boolean mayBegin(Payload payload) {
            return provider.mayBegin(payload);
        }

        boolean recognises(Payload payload) {
            return provider.recognises(payload);
        }

        @Override
        public String toString() {
            return provider.id();
        }
    }

    AutoCodec(TypeRef<T> type, List<Format<T>> formats, Ambiguous ambiguous) {
        this.type = type;
        this.formats = List.copyOf(formats);
        this.ambiguous = ambiguous;
    }

    @Override
    public Payload encode(T value) {
        return formats.get(0).codec().encode(value);
    }

    @Override
    public T decode(Payload payload) {
        @Nullable Format<T> candidate = null;
        for (int i = 0; i < formats.size(); i++) {
            Format<T> format = formats.get(i);
            if (format.mayBegin(payload)) {
                if (candidate != null) {
                    return decodeWhole(payload);
                }
                candidate = format;
            }
        }
        if (candidate == null && formats.size() == 1) {
            candidate = formats.get(0);
        }
        if (candidate == null) {
            throw failure(payload, payload.length() == 0 ? "it is empty" : beginning(payload));
        }
        return candidate.codec().decode(payload);
    }

    private String beginning(Payload payload) {
        return String.format(
                "its first byte is 0x%02x, and %d bytes that begin so are of none of the formats %s",
                payload.array()[payload.offset()], payload.length(), names(formats));
    }

    private T decodeWhole(Payload payload) {
        List<Format<T>> begun =
                formats.stream().filter(format -> format.mayBegin(payload)).toList();
        List<Format<T>> whole =
                begun.stream().filter(format -> format.recognises(payload)).toList();
        if (whole.isEmpty()) {
            throw failure(payload, "it begins as the formats " + names(begun) + " may, and is well-formed in none");
        }
        if (whole.size() == 1) {
            return whole.get(0).codec().decode(payload);
        }
        Readings<T> readings = Readings.of(whole, payload);
        if (readings.agree() || (ambiguous == Ambiguous.FIRST && readings.any())) {
            return readings.first();
        }
        if (readings.any()) {
            throw failure(
                    payload,
                    "it has different meanings in the formats " + names(readings.formats())
                            + "; give the channel the codec of one of them, or set fanfare.codec.auto.ambiguous to"
                            + " first, by which " + readings.formats().get(0) + " counts");
        }
        throw readings.failure();
    }

    private DecodeException failure(Payload payload, String problem) {
        return new DecodeException("auto", type, payload, 0, problem, null);
    }

    private static String names(List<? extends Format<?>> formats) {
        return formats.stream().map(Format::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return "auto " + formats + " of " + type;
    }
}

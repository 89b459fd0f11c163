package io.fanfare;

import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.DecodeException;
import io.fanfare.spi.Payload;
import io.fanfare.spi.TypeRef;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A format whose payloads begin with one of some letters and are what a predicate says as a whole.
 *
 * @param id its id
 * @param letters the letters
 * @param whole what it recognises
 * @param read what it makes of a text that it recognises
 */
record FakeFormat(String id, String letters, Predicate<String> whole, Function<String, Object> read)
        implements CodecProvider {
    /** Returns a format of texts between two brackets, whose values are what is between them. */
    static FakeFormat brackets(String id, char open, char close) {
        return new FakeFormat(
                id,
                String.valueOf(open),
                text -> text.length() > 1 && text.charAt(text.length() - 1) == close,
                text -> text.substring(1, text.length() - 1));
    }

    @Override
    public boolean mayBegin(Payload payload) {
        return payload.length() > 0 && letters.indexOf(payload.toText().charAt(0)) >= 0;
    }

    @Override
    public boolean recognises(Payload payload) {
        return mayBegin(payload) && whole.test(payload.toText());
    }

    @Override
    @SuppressWarnings("unchecked") // what is read is checked against the type
    public <T> Codec<T> codec(TypeRef<T> type, CodecOptions options) {
        Class<T> wanted = (Class<T>) type.type();
        return new Codec<>() {
            @Override
            public Payload encode(T value) {
                return Payload.of(letters.charAt(0) + value.toString() + (id.equals("json") ? "}" : ""));
            }

            @Override
            public T decode(Payload payload) {
                if (!recognises(payload)) {
                    throw new DecodeException(id, type, payload, 1, "it is not whole", null);
                }
                Object value = read.apply(payload.toText());
                if (!wanted.isInstance(value)) {
                    throw new DecodeException(id, type, payload, 0, "it is another type", null);
                }
                return wanted.cast(value);
            }
        };
    }
}

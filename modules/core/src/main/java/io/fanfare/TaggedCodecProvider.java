package io.fanfare;

import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.Payload;
import io.fanfare.spi.TypeRef;
import java.util.Set;

/** The codec {@code typed}: each payload begins with a {@link Tag}, and the rest is what that says. */
final class TaggedCodecProvider implements CodecProvider {
    private final Catalog<CodecProvider> formats;
    private final CodecProvider bytes = new BytesCodecProvider();
    private final CodecProvider string = new StringCodecProvider();

    TaggedCodecProvider(Catalog<CodecProvider> formats) {
        this.formats = formats;
    }

    @Override
    public String id() {
        return "typed";
    }

    @Override
    @SuppressWarnings("unchecked") // the codec of any object is returned for Object only
    public <T> Codec<T> codec(TypeRef<T> type, CodecOptions options) {
        return type.type() == Object.class
                ? (Codec<T>) new TaggedObjectCodec(
                        tagged(TypeRef.of(byte[].class), options),
                        tagged(TypeRef.of(String.class), options),
                        new TaggedCodec<>(Tag.JSON, TypeRef.of(Object.class), json(TypeRef.of(Object.class), options)))
                : tagged(type, options);
    }

    private <T> Codec<T> tagged(TypeRef<T> type, CodecOptions options) {
        if (type.type() == byte[].class || type.type() == Payload.class) {
            return new TaggedCodec<>(Tag.BYTES, type, bytes.codec(type, options));
        }
        if (type.type() == String.class) {
            return new TaggedCodec<>(Tag.STRING, type, string.codec(type, options));
        }
        return new TaggedCodec<>(Tag.JSON, type, json(type, options));
    }

    private <T> Codec<T> json(TypeRef<T> type, CodecOptions options) {
        return formats.select("json", Set.of()).codec(type, options);
    }

    @Override
    public boolean mayBegin(Payload payload) {
        return Tag.of(payload) != null;
    }

    @Override
    public boolean recognises(Payload payload) {
        Tag tag = Tag.of(payload);
        if (tag == null) {
            return false;
        }
        Payload rest = Tag.rest(payload);
        return switch (tag) {
            case BYTES -> true;
            case STRING -> string.recognises(rest);
            case JSON ->
                formats.usable().stream().anyMatch(format -> format.id().equals("json") && format.recognises(rest));
        };
    }
}

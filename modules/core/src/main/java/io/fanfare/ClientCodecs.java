package io.fanfare;

import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.TypeRef;

/** The codecs of one client: those it may choose, and the options of all. */
record ClientCodecs(CodecCatalog catalog, CodecOptions options) {
    <T> TypedCodec<T> codec(String id, TypeRef<T> type) {
        return codec(catalog.select(id), type);
    }

    <T> TypedCodec<T> codec(CodecProvider provider, TypeRef<T> type) {
        return new TypedCodec<>(provider.id(), catalog.checked(provider).codec(type, options));
    }
}

package io.fanfare;

import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.CompressionProvider;
import io.fanfare.spi.ConnectionPoolProvider;
import io.fanfare.spi.DispatcherProvider;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TransportProvider;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The plug-ins that are present, found by {@link java.util.ServiceLoader} on the module path and the class path.
 * Immutable.
 *
 * <p>Choosing one follows a single rule: the id that is named, else the only one present, else an error. The error is a
 * {@link PubSubException} that lists what was found and the artifact to add:
 * {@link io.fanfare.spi.ErrorCode#PROVIDER_NOT_FOUND}, {@link io.fanfare.spi.ErrorCode#PROVIDER_AMBIGUOUS} or
 * {@link io.fanfare.spi.ErrorCode#PROVIDER_UNAVAILABLE}.
 */
public final class Providers {
    private final Catalog<TransportProvider> transports;
    private final CodecCatalog codecs;
    private final Catalog<ConnectionPoolProvider> pools;
    private final Catalog<DispatcherProvider> dispatchers;

    private Providers(
            Catalog<TransportProvider> transports,
            CodecCatalog codecs,
            Catalog<ConnectionPoolProvider> pools,
            Catalog<DispatcherProvider> dispatchers) {
        this.transports = transports;
        this.codecs = codecs;
        this.pools = pools;
        this.dispatchers = dispatchers;
    }

    /**
     * Finds the plug-ins that the thread's context class loader and Fanfare's own module see.
     *
     * @throws PubSubException {@link io.fanfare.spi.ErrorCode#PROVIDER_DUPLICATE} if two of a kind share an id
     */
    public static Providers discover() {
        return new Providers(
                Catalog.load("transport", TransportProvider.class),
                new CodecCatalog(
                        Catalog.load("codec", CodecProvider.class),
                        Catalog.load("compression", CompressionProvider.class)),
                Catalog.load("pool", ConnectionPoolProvider.class),
                Catalog.load("dispatcher", DispatcherProvider.class));
    }

    /**
     * Returns these plug-ins and codecs of the application, such as {@code JsonCodecs.using(mapper)}. One with the id
     * of a codec that was found takes its place, in {@code auto}, {@code typed} and compressed codecs too.
     */
    public Providers with(CodecProvider... given) {
        return new Providers(transports, codecs.with(List.of(given)), pools, dispatchers);
    }

    /** Returns all that were found, also those that cannot work here, by kind and then id. */
    public List<ProviderDescription> descriptions() {
        return Stream.of(
                        transports.descriptions(),
                        codecs.descriptions(),
                        pools.descriptions(),
                        dispatchers.descriptions())
                .flatMap(List::stream)
                .toList();
    }

    /** Returns the usable transports, by id. */
    public List<TransportProvider> transports() {
        return transports.usable();
    }

    /** Returns the usable codecs without compression, by id. */
    public List<CodecProvider> codecs() {
        return codecs.usable();
    }

    /**
     * Returns the transport with an id.
     *
     * @param id null to mean the only one present
     */
    public TransportProvider transport(@Nullable String id) {
        return transports.select(id, Set.of());
    }

    /**
     * Returns the codec with an id. What its codecs make and read is held to
     * {@link io.fanfare.spi.CodecOptions#MAX_PAYLOAD}, and their failures say what a payload looks like.
     *
     * @param id such as {@code json}, or with a compression {@code json+gzip}; null to mean the only one present
     *     besides {@code auto}, {@code bytes}, {@code string} and {@code typed}
     */
    public CodecProvider codec(@Nullable String id) {
        return codecs.select(id);
    }

    CodecCatalog codecCatalog() {
        return codecs;
    }

    /** Returns the connection pool with an id. */
    public ConnectionPoolProvider pool(String id) {
        return pools.select(id, Set.of());
    }

    /** Returns the dispatcher with an id. */
    public DispatcherProvider dispatcher(String id) {
        return dispatchers.select(id, Set.of());
    }
}

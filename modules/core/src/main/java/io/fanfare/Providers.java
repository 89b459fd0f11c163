package io.fanfare;

import io.fanfare.spi.CodecProvider;
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
    private static final Set<String> BUILT_IN_CODECS = Set.of("bytes", "string");

    private final Catalog<TransportProvider> transports;
    private final Catalog<CodecProvider> codecs;
    private final Catalog<ConnectionPoolProvider> pools;
    private final Catalog<DispatcherProvider> dispatchers;

    private Providers(
            Catalog<TransportProvider> transports,
            Catalog<CodecProvider> codecs,
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
                Catalog.load("codec", CodecProvider.class),
                Catalog.load("pool", ConnectionPoolProvider.class),
                Catalog.load("dispatcher", DispatcherProvider.class));
    }

    /** Returns all that were found, also those that cannot work here, by kind and then id. */
    public List<ProviderDescription> descriptions() {
        return Stream.of(transports, codecs, pools, dispatchers)
                .flatMap(catalog -> catalog.descriptions().stream())
                .toList();
    }

    /** Returns the usable transports, by id. */
    public List<TransportProvider> transports() {
        return transports.usable();
    }

    /** Returns the usable codecs, by id. */
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
     * Returns the codec with an id.
     *
     * @param id null to mean the only one present besides {@code bytes} and {@code string}
     */
    public CodecProvider codec(@Nullable String id) {
        return codecs.select(id, BUILT_IN_CODECS);
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

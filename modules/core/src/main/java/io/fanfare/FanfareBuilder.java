package io.fanfare;

import io.fanfare.spi.Address;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.Option;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.TransportProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Configures a {@link Fanfare} client. What is set here counts before system properties
 * ({@code -Dfanfare.transport=lettuce}), those before the environment ({@code FANFARE_TRANSPORT=lettuce}), and those
 * before {@code fanfare.properties} at the root of the class path or module path. Not thread-safe.
 */
public final class FanfareBuilder {
    private final Settings.Builder settings = new Settings.Builder();
    private @Nullable TransportProvider transport;
    private @Nullable CodecProvider codec;
    private final List<CodecProvider> codecs = new ArrayList<>();
    private Handler<? super ClientState> stateHandler = state -> {};
    private PubSubObserver observer = new PubSubObserver() {};

    FanfareBuilder() {}

    /** Sets where Redis is: {@code redis://host:6379}; see {@link io.fanfare.spi.Endpoint#parse}. */
    public FanfareBuilder uri(String uri) {
        return set(ClientSettings.URI, uri);
    }

    /** Chooses the transport by id; not needed if only one is present. */
    public FanfareBuilder transport(String id) {
        return set(ClientSettings.TRANSPORT, id);
    }

    /** Uses this transport, in place of one that is found by its id. */
    public FanfareBuilder transport(TransportProvider provider) {
        this.transport = provider;
        return this;
    }

    /** Chooses the codec by id, such as {@code json}; with a compression it is {@code json+gzip}. */
    public FanfareBuilder codec(String id) {
        return set(ClientSettings.CODEC, id);
    }

    /** Uses this codec, in place of one that is found by its id. */
    public FanfareBuilder codec(CodecProvider provider) {
        this.codec = provider;
        return this;
    }

    /**
     * Adds codecs to those that are found, such as {@code JsonCodecs.using(mapper)}. One with the id of another takes
     * its place, also in what is composed of it: {@code auto}, {@code typed} and {@code json+gzip}. Chooses none.
     */
    public FanfareBuilder codecs(CodecProvider... providers) {
        codecs.addAll(List.of(providers));
        return this;
    }

    /** Chooses the connection pool of publishes by id: {@code shared}, which is the default, or {@code exclusive}. */
    public FanfareBuilder pool(String id) {
        return set(ClientSettings.POOL, id);
    }

    /**
     * Chooses the dispatcher by id: {@code ordered}, which is the default, {@code inline}, {@code concurrent} or, from
     * JDK 21 on, {@code virtual}.
     */
    public FanfareBuilder dispatcher(String id) {
        return set(ClientSettings.DISPATCHER, id);
    }

    /**
     * Puts a prefix before every channel, pattern and shard channel, so that several environments can share one server.
     * The prefix is on the wire alone: whatever the client tells names topics without it. Empty by default.
     */
    public FanfareBuilder channelPrefix(String prefix) {
        return set(ClientSettings.CHANNEL_PREFIX, prefix);
    }

    /**
     * Sets where to connect for the addresses by which Sentinels and clusters announce their nodes, where those cannot
     * be reached as they are: behind address translation, in containers. Called on threads that must not be blocked.
     * The addresses of the URI are used as they are.
     */
    public FanfareBuilder addressMapper(UnaryOperator<Address> mapper) {
        return set(TopologySettings.ADDRESS_MAPPER, mapper);
    }

    /** Sets what hears of everything that happens inside the client. */
    public FanfareBuilder observer(PubSubObserver observer) {
        this.observer = new GuardedObserver(observer);
        return this;
    }

    /**
     * Sets what hears of each change of the client's {@linkplain Fanfare#state() state}, in order, on the completion
     * thread.
     */
    public FanfareBuilder onState(Handler<? super ClientState> handler) {
        this.stateHandler = handler;
        return this;
    }

    /** Sets an option, such as {@link io.fanfare.spi.TransportOptions#SSL_CONTEXT}. */
    public <T> FanfareBuilder set(Option<T> option, T value) {
        settings.set(option, value);
        return this;
    }

    /**
     * Sets an option by its name, with or without {@code fanfare.}.
     *
     * @throws PubSubException {@link io.fanfare.spi.ErrorCode#CONFIGURATION_INVALID} if there is no such option or the
     *     text is no value for it
     */
    public FanfareBuilder set(String name, String value) {
        settings.set(name, value);
        return this;
    }

    /** Sets options by their names, as {@link #set(String, String)} does. */
    public FanfareBuilder setAll(Map<String, String> values) {
        values.forEach(this::set);
        return this;
    }

    /**
     * Opens the client, and waits for its first connection as {@code fanfare.startup} says: {@code fail}, {@code wait}
     * or {@code background}.
     *
     * @throws PubSubException {@link io.fanfare.spi.ErrorCode#CONFIGURATION_INVALID}, one of the codes of a
     *     {@linkplain Providers missing or ambiguous plug-in}, or if Redis cannot be reached
     *     {@link io.fanfare.spi.ErrorCode#CONNECT_FAILED} or {@link io.fanfare.spi.ErrorCode#AUTHENTICATION_FAILED}
     */
    public Fanfare build() {
        Providers providers = Providers.discover().with(codecs.toArray(CodecProvider[]::new));
        return new Fanfare(ClientRuntime.open(settings.build(), providers, transport, codec, observer, stateHandler));
    }
}

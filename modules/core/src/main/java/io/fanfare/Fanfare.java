package io.fanfare;

import io.fanfare.spi.Channel;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.Destination;
import io.fanfare.spi.Lease;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.PoolStats;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.TypeRef;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A client for Redis Pub/Sub. Thread-safe; an application usually has one, for as long as it runs.
 *
 * <p>Delivery is at most once, as Redis Pub/Sub has it. When a connection is lost, the client reconnects and subscribes
 * again by itself, and tells each subscription of the {@link Gap} in which messages may have been lost.
 */
public final class Fanfare implements AutoCloseable {
    private final ClientRuntime runtime;

    Fanfare(ClientRuntime runtime) {
        this.runtime = runtime;
    }

    /** Returns a builder with nothing set. */
    public static FanfareBuilder builder() {
        return new FanfareBuilder();
    }

    /** Returns a channel whose payloads are values of a class. */
    public <T> TypedChannel<T> channel(String name, Class<T> type) {
        return channel(Channel.of(name), TypeRef.of(type));
    }

    /** Returns a channel whose payloads are values of a type. */
    public <T> TypedChannel<T> channel(Channel channel, TypeRef<T> type) {
        return typed(channel, type);
    }

    /** Returns a shard channel whose payloads are values of a class; needs Redis 7.0 or newer. */
    public <T> TypedChannel<T> shardChannel(String name, Class<T> type) {
        return shardChannel(ShardChannel.of(name), TypeRef.of(type));
    }

    /** Returns a shard channel whose payloads are values of a type; needs Redis 7.0 or newer. */
    public <T> TypedChannel<T> shardChannel(ShardChannel channel, TypeRef<T> type) {
        return typed(channel, type);
    }

    private <T> TypedChannel<T> typed(Destination channel, TypeRef<T> type) {
        return new TypedChannel<>(
                channel, type, runtime.codec(type), runtime.codecs(), runtime.subscriptions(), runtime.publisher());
    }

    /** Returns a pattern of channels whose payloads are values of a class. */
    public <T> TypedPattern<T> pattern(String glob, Class<T> type) {
        return pattern(Pattern.of(glob), TypeRef.of(type));
    }

    /** Returns a pattern of channels whose payloads are values of a type. */
    public <T> TypedPattern<T> pattern(Pattern pattern, TypeRef<T> type) {
        return new TypedPattern<>(pattern, type, runtime.codec(type), runtime.codecs(), runtime.subscriptions());
    }

    /** Returns an event bus on which the channel of an event has the event's name. */
    public EventBus eventBus() {
        return eventBus(ChannelMapping.plain());
    }

    /** Returns an event bus whose emitted and broadcast events go to the same channels. */
    public EventBus eventBus(ChannelMapping mapping) {
        return eventBus(mapping, mapping);
    }

    /**
     * Returns an event bus; it costs nothing to make one, and it ends with this client.
     *
     * @param emitted the channels of what is emitted
     * @param broadcast the channels of what is broadcast
     */
    public EventBus eventBus(ChannelMapping emitted, ChannelMapping broadcast) {
        return new EventBus(runtime, emitted, broadcast);
    }

    /**
     * Leases a connection for commands from a pool of its own, which opens connections only when they are asked for.
     *
     * @param timeout how long to wait for one at most
     * @return a lease to be closed after use; or a failure of code {@link io.fanfare.spi.ErrorCode#POOL_EXHAUSTED}
     */
    public CompletableFuture<Lease<CommandConnection>> leaseCommands(Duration timeout) {
        return runtime.leaseCommands(timeout);
    }

    /** Returns the numbers of the pools that publish, those of all shards together. */
    public PoolStats publishPool() {
        return runtime.publishStats();
    }

    /**
     * Returns the shards of the deployment with their primaries and what this client has there: one for a single server
     * or for what Sentinels watch, several for a cluster.
     */
    public List<ShardState> shards() {
        return runtime.shards();
    }

    /** Returns what state this client is in; {@link FanfareBuilder#onState} hears of changes. */
    public ClientState state() {
        return runtime.state();
    }

    /**
     * Returns what this client does without because the server refuses it, each with the refusal; empty if there is
     * nothing. Publishing and subscribing go on all the same.
     */
    public Map<PubSubObserver.Function, PubSubException> degraded() {
        return runtime.degraded();
    }

    /**
     * Asks now whether {@code fanfare.password-file} or the supplier of credentials has changed, and if so
     * authenticates the open connections anew, without a gap: in place, or where a connection that subscribes cannot do
     * that, as under RESP2, by replacing it once another one has everything. Done by itself every
     * {@code fanfare.credentials.refresh-interval}.
     *
     * @return completes when every connection has what was supplied; or fails, with
     *     {@link io.fanfare.spi.ErrorCode#AUTHENTICATION_FAILED} if the server refuses it, and connections stay as they
     *     are
     */
    public CompletableFuture<Void> refreshCredentials() {
        return runtime.refreshCredentials();
    }

    /** Returns which plug-ins this client uses. */
    public Selection selection() {
        return runtime.selection();
    }

    /**
     * Prepares for the end: ends all subscriptions on the server, waits until it has confirmed that and every message
     * that came before has been handled, and then until every publish is answered. From then on nothing can be
     * subscribed to or published. Does not close the client. A handler that calls this waits for itself until the
     * timeout.
     *
     * <p>A subscriber of a {@link TypedTopic#publisher() publisher} gets what it asks for and then {@code onComplete}.
     * Messages that it has not asked for during a second, in which it took none either, are left: they count as
     * undelivered, and where reading is paused for them, under the overflow policy {@code block}, the topic may count
     * as unconfirmed. It may still ask for them until the client is closed.
     *
     * @param timeout how long to wait at most, altogether
     * @return what was left
     */
    public DrainReport drain(Duration timeout) {
        return runtime.drain(timeout);
    }

    /**
     * Ends all subscriptions without waiting for the server, fails what is unanswered with
     * {@link io.fanfare.spi.ErrorCode#CLOSED}, closes all connections and ends all threads. A second call does nothing.
     */
    @Override
    public void close() {
        runtime.close();
    }
}

package io.fanfare.integration.faults;

import io.fanfare.Fanfare;
import io.fanfare.FanfareBuilder;
import io.fanfare.SubscriptionBuilder;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.OverflowPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The settings of a {@link Scene}. */
final class SceneSetup {
    private final String transport;
    private final EmbeddedRedis.Builder server = EmbeddedRedis.builder();
    private final Map<String, String> settings = new HashMap<>();
    private List<String> channels = Audience.channels(4);
    private int perSecond = 2_000;
    private int blockAt;
    private boolean behindProxy;

    SceneSetup(String transport) {
        this.transport = transport;
    }

    /** Sets a setting of the subscriber. */
    SceneSetup set(String name, String value) {
        settings.put(name, value);
        return this;
    }

    /** Gives the subscriber's connection up after 2 s of silence: a busy machine is not silent for as long. */
    SceneSetup findSilence() {
        return set("ping.interval", "500ms").set("ping.timeout", "1500ms");
    }

    /** Has the subscriber reach the server through the proxy. */
    SceneSetup behindProxy() {
        behindProxy = true;
        return this;
    }

    SceneSetup channels(int count) {
        channels = Audience.channels(count);
        return this;
    }

    /** Sets how many messages are published per second, over all channels. */
    SceneSetup perSecond(int messages) {
        perSecond = messages;
        return this;
    }

    /** Ends subscribers for whom the server holds more than 1 MiB. */
    SceneSetup outputBufferOfOneMebibyte() {
        server.argument("--client-output-buffer-limit", "pubsub", "1mb", "0", "0");
        return this;
    }

    /** Gives each subscription a connection that is not read while this many messages wait. */
    SceneSetup blockAt(int messages) {
        blockAt = messages;
        return this;
    }

    Scene open() throws Exception {
        return new Scene(this);
    }

    String transport() {
        return transport;
    }

    EmbeddedRedis.Builder server() {
        return server;
    }

    Map<String, String> settings() {
        return settings;
    }

    List<String> channels() {
        return channels;
    }

    boolean isBehindProxy() {
        return behindProxy;
    }

    int perSecond() {
        return perSecond;
    }

    /** Returns a client that envelopes and that no time limit of a busy machine concerns. */
    FanfareBuilder client(String uri) {
        return Fanfare.builder()
                .uri(uri)
                .transport(transport)
                .codec("string")
                .set("envelope", "on")
                .set("connect-timeout", "20s")
                .set("publish.timeout", "20s")
                .set("publish.answer-timeout", "1m")
                .set("reconnect.max-backoff", "200ms");
    }

    SubscriptionBuilder<String> subscription(SubscriptionBuilder<String> builder) {
        return blockAt == 0 ? builder : builder.queueMessages(blockAt).overflow(OverflowPolicy.BLOCK);
    }

    /** Returns by how many connections the server should hold each channel; the first has two handlers. */
    List<Integer> timesHeld() {
        return channels.stream()
                .map(channel -> blockAt > 0 && channel.equals(channels.get(0)) ? 2 : 1)
                .toList();
    }
}

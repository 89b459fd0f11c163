package io.fanfare.conformance;

import io.fanfare.spi.Capability;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What a rule needs. A capability that the transport declares to lack is verified to fail as UNSUPPORTED, and then not
 * applicable.
 */
final class Capabilities {
    private Capabilities() {}

    static void patterns(Bench bench) {
        need(bench, Capability.PATTERNS, () -> subscribe(bench, Pattern.of(bench.channelName("lacking*"))));
    }

    static void shardChannels(Bench bench) {
        need(bench, Capability.SHARD_CHANNELS, () -> subscribe(bench, ShardChannel.of(bench.channelName("lacking"))));
    }

    static void ping(Bench bench) {
        need(bench, Capability.PING, () -> bench.await(subscriber(bench).ping(), "the refusal of PING"));
    }

    static void subscribedCommands(Bench bench) {
        need(
                bench,
                Capability.SUBSCRIBED_COMMANDS,
                () -> bench.await(
                        subscriber(bench).call(List.of("PING".getBytes(StandardCharsets.US_ASCII))),
                        "the refusal of a command on a connection that subscribes"));
    }

    static void pause(Bench bench) {
        need(bench, Capability.PAUSE, () -> subscriber(bench).pause());
    }

    static void commands(Bench bench) {
        need(
                bench,
                Capability.COMMANDS,
                () -> bench.await(
                        bench.transport().connectCommand(bench.target().node(), new ConnectionListener() {}),
                        "the refusal of a command connection"));
    }

    private static void need(Bench bench, Capability capability, Runnable use) {
        if (bench.transport().capabilities().contains(capability)) {
            return;
        }
        try {
            use.run();
        } catch (PubSubException e) {
            Violation.unless(
                    e.code() == ErrorCode.UNSUPPORTED,
                    "expected UNSUPPORTED for " + capability + ", which the transport declares to lack, saw "
                            + e.getMessage());
            throw new NotApplicable("the transport lacks " + capability + ", verified: " + e.getMessage());
        }
        throw new Violation(
                "expected UNSUPPORTED for " + capability + ", which the transport declares to lack, but it worked");
    }

    private static void subscribe(Bench bench, Topic topic) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        subscriber(bench).subscribe(List.of(topic), (decided, failure) -> {
            if (failure == null) {
                done.complete(null);
            } else {
                done.completeExceptionally(failure);
            }
        });
        bench.await(done, "an answer to subscribing to " + topic);
    }

    private static SubscribeConnection subscriber(Bench bench) {
        return bench.subscriber(new ConnectionListener() {});
    }
}

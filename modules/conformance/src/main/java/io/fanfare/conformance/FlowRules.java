package io.fanfare.conformance;

import static io.fanfare.conformance.CheckedRule.must;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.ShardChannel;
import java.util.List;

/** What a transport may lack: PING, pausing, shard channels. */
final class FlowRules {
    private FlowRules() {}

    static List<CheckedRule> rules() {
        return List.of(
                must("PING-01", "PING MUST be answered among messages, and disturb none of them", FlowRules::ping),
                must(
                        "PAUSE-01",
                        "a paused connection MUST stop reading until resumed, and lose nothing",
                        FlowRules::pause),
                must(
                        "SHARD-01",
                        "a shard channel MUST carry messages apart from a channel of its name",
                        FlowRules::shard));
    }

    private static void ping(Bench bench) {
        Capabilities.ping(bench);
        int count = 5_000;
        Channel channel = bench.channel("ping");
        Link link = Link.open(bench).subscribe(channel);
        Burst burst = new Burst(count);
        for (int i = 0; i < count; i++) {
            burst.next(bench, link.publisher(), channel);
            if (i % 500 == 0) {
                bench.await(link.subscriber().ping(), "the answer to PING " + (i / 500 + 1) + " of 10 among messages");
            }
        }
        burst.awaitAnswers(bench);
        link.flush();
        Violation.unlessEqual(count, link.inbox().messages(channel).size(), "messages among 10 PINGs");
        long silent = System.nanoTime() - link.subscriber().lastReceivedNanos();
        Violation.unless(
                silent < bench.target().patience().toNanos(),
                "expected lastReceivedNanos() to be that of the last message, saw it " + silent / 1_000_000
                        + " ms ago");
    }

    private static void pause(Bench bench) {
        Capabilities.pause(bench);
        int count = 200;
        Channel channel = bench.channel("pause");
        Link link = Link.open(bench).subscribe(channel);
        link.exchange(channel, Burst.payload(0));
        link.subscriber().pause();
        bench.quiet();
        for (int i = 1; i < count; i++) {
            link.publish(channel, Burst.payload(i));
        }
        bench.quiet();
        int during = link.inbox().count();
        link.subscriber().resume();
        bench.await(
                () -> link.inbox().count() >= count,
                count + " messages after resume()",
                () -> link.inbox().count() + " of them");
        Violation.unless(
                during < count,
                "expected pause() to hold back messages that were published later, saw all " + count
                        + " before resume()");
    }

    private static void shard(Bench bench) {
        Capabilities.shardChannels(bench);
        ShardChannel shard = ShardChannel.of(bench.channelName("shard"));
        Channel plain = bench.channel("shard");
        Link link = Link.open(bench);
        try {
            link.subscribe(shard, plain);
        } catch (PubSubException e) {
            if (e.code() == ErrorCode.COMMAND_REFUSED) {
                throw new NotApplicable("the server has no shard channels: " + e.getMessage());
            }
            throw e;
        }
        Violation.unlessEqual(1, link.publish(shard, Payload.of("s")), "receivers of a shard channel");
        Violation.unlessEqual(1, link.publish(plain, Payload.of("p")), "receivers of a channel of the same name");
        link.flush();
        List<String> seen = link.inbox().messages(shard).stream()
                .map(message ->
                        message.payload().toText() + (message.channel().equals(shard) ? "" : " on another channel"))
                .toList();
        Violation.unless(seen.equals(List.of("s")), "expected the shard channel to receive [s], saw " + seen);
    }
}

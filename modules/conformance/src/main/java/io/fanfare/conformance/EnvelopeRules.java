package io.fanfare.conformance;

import static io.fanfare.conformance.CheckedRule.must;

import io.fanfare.Fanfare;
import io.fanfare.Integrity;
import io.fanfare.Providers;
import io.fanfare.Subscription;
import io.fanfare.TypedChannel;
import io.fanfare.spi.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Messages in envelopes, which carry a sequence. */
final class EnvelopeRules {
    private static final byte[] MAGIC = {(byte) 0xC1, 0x46, 0x46, 0x45};
    private static final int HEADER = 56;
    private static final int MESSAGES = 2_500;

    private EnvelopeRules() {}

    static List<CheckedRule> rules() {
        return List.of(
                must(
                        "ENV-01",
                        "plain and enveloped messages MUST mix on a channel, whatever plain ones begin with",
                        EnvelopeRules::mixed),
                must(
                        "ENV-02",
                        "the envelopes of a stream MUST tell that nothing is missing, doubled or late",
                        EnvelopeRules::counted));
    }

    private static void mixed(Bench bench) {
        Fanfare client = bench.open(bench.clientBuilder("mixed")
                .codec(Providers.discover().codec("bytes"))
                .set("envelope", "on"));
        TypedChannel<Payload> channel = client.channel(bench.channelName("mixed"), Payload.class);
        List<Payload> seen = new CopyOnWriteArrayList<>();
        Subscription subscription = channel.onMessage(seen::add).subscribe();
        bench.await(subscription.ready(), "confirmation of the subscription to " + channel);
        Link plain = Link.open(bench);
        byte[] likeAnEnvelope = new byte[2 * HEADER];
        System.arraycopy(MAGIC, 0, likeAnEnvelope, 0, MAGIC.length);
        List<Payload> payloads =
                List.of(Payload.of("text"), Payload.of(new byte[0]), Payload.of(MAGIC), Payload.of(likeAnEnvelope));
        List<Payload> expected = new ArrayList<>();
        for (Payload payload : payloads) {
            expected.add(payload);
            bench.await(channel.publish(payload), "the receiver count of an enveloped publish");
            awaitSeen(bench, seen, expected.size());
            expected.add(payload);
            plain.publish(channel.topic(), payload);
            awaitSeen(bench, seen, expected.size());
        }
        bench.quiet();
        Integrity told = subscription.integrity();
        Violation.unless(
                seen.equals(expected)
                        && told.enveloped() == payloads.size()
                        && told.plain() == payloads.size()
                        && told.malformed() == 0,
                "expected " + payloads.size() + " plain and as many enveloped messages with their payloads, saw " + seen
                        + " and " + told);
    }

    private static void awaitSeen(Bench bench, List<Payload> seen, int count) {
        bench.await(
                () -> seen.size() >= count,
                count + " messages, plain and enveloped in turn",
                () -> seen.size() + " of them");
    }

    private static void counted(Bench bench) {
        Fanfare client = bench.open(bench.clientBuilder("counted").set("envelope", "on"));
        TypedChannel<Event> channel = client.channel(bench.channelName("counted"), Event.class);
        Arrivals arrivals = new Arrivals();
        Subscription subscription = arrivals.subscribe(bench, channel);
        for (int i = 0; i < MESSAGES - 1; i++) {
            channel.publishAndForget(Event.of(i, 1, 0));
        }
        bench.await(channel.publish(Event.of(MESSAGES - 1, 1, 0)), "the receiver count of a publish");
        arrivals.await(bench, MESSAGES - 1);
        Integrity told = subscription.integrity();
        Violation.unless(
                told.enveloped() == MESSAGES
                        && told.lost() + told.duplicated() + told.reordered() + told.outdated() == 0
                        && told.plain() + told.malformed() == 0,
                "expected the envelopes of " + MESSAGES + " messages to tell of no fault, saw " + told);
    }
}

package io.fanfare.conformance;

import static io.fanfare.conformance.CheckedRule.must;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Payload;
import io.fanfare.spi.Topic;
import java.util.ArrayList;
import java.util.List;

/** Subscribing and its end. */
final class SubscribeRules {
    private static final int ROUNDS = 20;

    private SubscribeRules() {}

    static List<CheckedRule> rules() {
        return List.of(
                must(
                        "SUB-01",
                        "a change of subscriptions MUST be decided exactly once for each topic",
                        SubscribeRules::once),
                must("SUB-02", "a confirmed subscription MUST be held by the server", SubscribeRules::held),
                must(
                        "SUB-03",
                        "the first message of a topic MUST NOT come before its confirmation",
                        SubscribeRules::first),
                must(
                        "SUB-04",
                        "messages MUST NOT come after the end of a subscription is confirmed",
                        SubscribeRules::ended),
                must("SUB-05", "a connection MUST stay usable with no subscription left", SubscribeRules::idle),
                must("SUB-06", "each subscribed connection MUST receive each message once", SubscribeRules::fanOut));
    }

    private static void once(Bench bench) {
        Link link = Link.open(bench);
        Topic[] topics = new Topic[50];
        for (int i = 0; i < topics.length; i++) {
            topics[i] = bench.channel("topic" + i);
        }
        link.subscribe(topics);
        link.unsubscribe(topics);
        bench.quiet();
        List<Inbox.Decision> decisions = link.inbox().decisions();
        Violation.unlessEqual(2L * topics.length, decisions.size(), "decisions on 50 subscriptions and their ends");
        for (Topic topic : topics) {
            long count = decisions.stream()
                    .filter(decision -> decision.topic().equals(topic))
                    .count();
            Violation.unlessEqual(2, count, "decisions on " + topic);
        }
    }

    private static void held(Bench bench) {
        Link link = Link.open(bench);
        for (int i = 0; i < ROUNDS; i++) {
            Channel channel = bench.channel("held" + i);
            link.subscribe(channel);
            long receivers = link.publish(channel, Payload.of("now"));
            Violation.unlessEqual(1, receivers, "receivers right after the confirmation, in round " + (i + 1));
        }
    }

    private static void first(Bench bench) {
        Link link = Link.open(bench);
        for (int i = 0; i < ROUNDS; i++) {
            Channel channel = bench.channel("first" + i);
            int decided = link.inbox().decisions().size();
            int before = link.inbox().count();
            link.subscriber().subscribe(List.of(channel), link.inbox());
            while (link.inbox().decisions().size() == decided && link.inbox().count() < before + 1_000) {
                link.publish(channel, Payload.of("early"));
            }
            bench.await(() -> link.inbox().decisions().size() > decided, "a confirmation", () -> "none");
            int early = link.inbox().decisions().get(decided).messagesBefore() - before;
            Violation.unlessEqual(0, early, "messages before the confirmation, in round " + (i + 1));
            link.unsubscribe(channel);
            link.flush();
        }
    }

    private static void ended(Bench bench) {
        Link link = Link.open(bench);
        for (int i = 0; i < ROUNDS; i++) {
            Channel channel = bench.channel("ended" + i);
            link.subscribe(channel);
            List<Receipt> receipts = new ArrayList<>();
            for (int j = 0; j < 100; j++) {
                Receipt receipt = new Receipt();
                receipts.add(receipt);
                link.publisher().publish(channel, Payload.of("x"), receipt);
            }
            link.unsubscribe(channel);
            int confirmed = link.inbox()
                    .decisions()
                    .get(link.inbox().decisions().size() - 1)
                    .messagesBefore();
            receipts.forEach(receipt -> bench.await(receipt.receivers(), "the receiver count"));
            link.publish(channel, Payload.of("late"));
            link.flush();
            long late = link.inbox().messages().stream()
                    .skip(confirmed)
                    .filter(message -> message.topic().equals(channel))
                    .count();
            Violation.unlessEqual(0, late, "messages after the confirmed end of the subscription, in round " + (i + 1));
        }
    }

    private static void idle(Bench bench) {
        Channel channel = bench.channel("idle");
        Link link = Link.open(bench);
        for (int i = 0; i < 3; i++) {
            link.subscribe(channel);
            link.exchange(channel, Payload.of("round " + i));
            link.unsubscribe(channel);
            Violation.unless(
                    link.subscriber().isOpen() && link.inbox().losses().isEmpty(),
                    "expected the connection to stay open without subscriptions, saw it end in round " + (i + 1));
        }
    }

    private static void fanOut(Bench bench) {
        Channel channel = bench.channel("fan");
        Link first = Link.open(bench).subscribe(channel);
        Link second = Link.open(bench).subscribe(channel);
        for (int i = 0; i < 100; i++) {
            first.publish(channel, Burst.payload(i));
        }
        for (Link link : List.of(first, second)) {
            link.flush();
            Violation.unlessEqual(100, link.inbox().messages(channel).size(), "messages on each of two connections");
        }
    }
}

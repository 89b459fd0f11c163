package io.fanfare.conformance;

import static io.fanfare.conformance.CheckedRule.must;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Transport;
import java.util.List;

/** What becomes of a publish. */
final class PublishRules {
    private static final int PUBLISHES = 10_000;

    private PublishRules() {}

    static List<CheckedRule> rules() {
        return List.of(
                must("PUB-01", "a publish MUST report the server's receiver count", PublishRules::receiverCounts),
                must("PUB-02", "each publish MUST be answered exactly once", PublishRules::answeredOnce),
                must("PUB-03", "publishes MUST be answered in the order of the calls", PublishRules::answeredInOrder),
                must(
                        "PUB-04",
                        "a killed connection MUST fail each unanswered publish exactly once",
                        PublishRules::killed),
                must("PUB-05", "a publish on a closed connection MUST fail once as CLOSED", PublishRules::closed));
    }

    private static void receiverCounts(Bench bench) {
        Channel channel = bench.channel("receivers");
        Link first = Link.open(bench);
        Violation.unlessEqual(0, first.publish(channel, Payload.of("0")), "receivers without a subscriber");
        first.subscribe(channel);
        Violation.unlessEqual(1, first.publish(channel, Payload.of("1")), "receivers with one subscriber");
        Link.open(bench).subscribe(channel);
        Violation.unlessEqual(2, first.publish(channel, Payload.of("2")), "receivers with two subscribers");
    }

    private static void answeredOnce(Bench bench) {
        Burst burst = Burst.send(bench, bench.publisher(), bench.channel("once"), PUBLISHES);
        bench.quiet();
        Violation.unlessEqual(0, burst.notOnce(), "of " + PUBLISHES + " publishes answered never or more than once");
    }

    private static void answeredInOrder(Bench bench) {
        Burst burst = Burst.send(bench, bench.publisher(), bench.channel("order"), PUBLISHES);
        Violation.unlessEqual(0, burst.outOfOrder(), "of " + PUBLISHES + " publishes answered after a later one");
    }

    private static void killed(Bench bench) {
        Transport doomed = bench.transport("doomed");
        PublishConnection publisher = bench.publisher(doomed, Link.deaf());
        ServerClients server = bench.server();
        Channel channel = bench.channel("killed");
        Burst burst = new Burst(200_000);
        List<Long> ids = server.named(bench.clientName("doomed"));
        for (int i = 0; i < PUBLISHES; i++) {
            burst.next(bench, publisher, channel);
        }
        server.killSoon(ids);
        while (burst.failed() == 0 && burst.sent() < burst.capacity()) {
            burst.next(bench, publisher, channel);
        }
        burst.awaitAnswers(bench);
        bench.quiet();
        PubSubException cause = burst.failure();
        Violation.unless(
                cause != null,
                "expected publishes to fail after CLIENT KILL, saw " + burst.sent() + " of them reported as published");
        Violation.unless(
                cause != null && cause.code() == ErrorCode.CONNECTION_LOST,
                "expected CONNECTION_LOST after CLIENT KILL, saw " + cause);
        Violation.unlessEqual(0, burst.notOnce(), "of " + burst.sent() + " publishes answered never or more than once");
    }

    private static void closed(Bench bench) {
        PublishConnection publisher = bench.publisher();
        bench.closeNow(publisher);
        Receipt receipt = new Receipt();
        publisher.publish(bench.channel("closed"), Payload.of("late"), receipt);
        try {
            long receivers = bench.await(receipt.receivers(), "the failure of a publish on a closed connection");
            throw new Violation("expected CLOSED from a closed connection, saw " + receivers + " receivers reported");
        } catch (PubSubException e) {
            Violation.unless(
                    e.code() == ErrorCode.CLOSED, "expected CLOSED from a closed connection, saw " + e.getMessage());
        }
        bench.quiet();
        Violation.unlessEqual(1, receipt.calls(), "calls of the callback");
    }
}

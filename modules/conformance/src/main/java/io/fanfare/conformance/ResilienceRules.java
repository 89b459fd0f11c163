package io.fanfare.conformance;

import static io.fanfare.conformance.CheckedRule.must;

import io.fanfare.faults.AppliedPlan;
import io.fanfare.faults.FaultProxy;
import io.fanfare.faults.Plan;
import io.fanfare.faults.Trigger;
import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.SubscribeConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** What becomes of subscriptions when the network fails. */
final class ResilienceRules {
    private static final int CHANNELS = 4;
    private static final Duration SLACK = Duration.ofSeconds(2);
    private static final long SEED = 20_260_101;

    private ResilienceRules() {}

    static List<CheckedRule> rules() {
        return List.of(
                must(
                        "CON-08",
                        "a half-open connection MUST be found by a PING that is not answered",
                        ResilienceRules::halfOpen),
                must(
                        "RES-01",
                        "subscriptions MUST come back from a reset of their connection, and tell of one gap",
                        bench -> cut(bench, Plan.reset(), "a reset")),
                must(
                        "RES-02",
                        "subscriptions MUST come back from the end of their connection, and tell of one gap",
                        bench -> cut(bench, Plan.finish(), "an end of the stream")),
                must(
                        "RES-03",
                        "a connection that carries nothing MUST be replaced within PING interval and timeout",
                        ResilienceRules::blackHole),
                must(
                        "RES-04",
                        "subscriptions MUST come back from a stall that is longer than the PING deadline",
                        ResilienceRules::stall),
                must("RES-05", "bytes that arrive one by one MUST NOT change or lose anything", ResilienceRules::split),
                must(
                        "RES-06",
                        "every one of many channels MUST be confirmed again before the state is CONNECTED",
                        ResilienceRules::many));
    }

    private static void halfOpen(Bench bench) {
        Capabilities.ping(bench);
        FaultProxy proxy = bench.proxy();
        Node node = bench.through(proxy);
        Inbox inbox = new Inbox();
        SubscribeConnection connection =
                bench.keep(bench.await(bench.transport().connectSubscriber(node, inbox), "a connection to subscribe"));
        bench.await(connection.ping(), "the answer to PING before the fault");
        proxy.apply(Plan.blackHole());
        CompletableFuture<Void> ping = connection.ping().toCompletableFuture();
        long asked = System.nanoTime();
        for (int i = 0; i < 4; i++) {
            bench.quiet();
        }
        Violation.unless(
                !ping.isDone() && connection.lastReceivedNanos() - asked < 0,
                "expected neither an answer to PING nor bytes from a half-open connection, saw "
                        + (ping.isDone() ? "an answer" : "lastReceivedNanos() of after the PING"));
        connection.close();
        try {
            bench.await(ping, "the failure of a PING on a half-open connection that was closed");
            throw new Violation("expected CLOSED from a PING that was not answered, saw an answer");
        } catch (PubSubException e) {
            Violation.unless(
                    e.code() == ErrorCode.CLOSED || e.code() == ErrorCode.CONNECTION_LOST,
                    "expected CLOSED from a PING that was not answered, saw " + e.getMessage());
        }
    }

    private static void cut(Bench bench, Plan plan, String what) {
        FaultProxy proxy = bench.proxy();
        Trial trial = Trial.begin(bench, proxy, CHANNELS);
        Instant fault = Instant.now();
        proxy.apply(plan);
        trial.awaitLoss(fault, what);
        trial.awaitReturn();
        trial.judge(1);
        trial.judgeMoment(fault);
    }

    private static void blackHole(Bench bench) {
        FaultProxy proxy = bench.proxy();
        Trial trial = Trial.beginWatched(bench, proxy, CHANNELS);
        AppliedPlan hole = proxy.apply(Plan.blackHole().perConnection().when(Trigger.call()));
        Instant fault = Instant.now();
        hole.fire();
        Duration unnoticed = trial.awaitLoss(fault, "a black hole");
        bench.times().detected(unnoticed);
        trial.awaitReturn();
        Duration limit = Trial.PING_INTERVAL.plus(Trial.PING_TIMEOUT).plus(SLACK);
        Violation.unless(
                unnoticed.compareTo(limit) <= 0,
                "expected a PING after " + Trial.PING_INTERVAL.toMillis() + " ms and its deadline of "
                        + Trial.PING_TIMEOUT.toMillis() + " ms to find a black hole, saw it found after "
                        + unnoticed.toMillis() + " ms");
        trial.judge(1);
        trial.judgeMoment(fault);
    }

    private static void stall(Bench bench) {
        FaultProxy proxy = bench.proxy();
        Trial trial = Trial.beginWatched(bench, proxy, CHANNELS);
        Instant fault = Instant.now();
        AppliedPlan stall = proxy.apply(Plan.stall());
        bench.times().detected(trial.awaitLoss(fault, "a stall"));
        for (int i = 0; i < 4; i++) {
            bench.quiet();
        }
        stall.remove();
        trial.awaitReturn();
        trial.judge(1);
        trial.judgeMoment(fault);
    }

    private static void split(Bench bench) {
        FaultProxy proxy = bench.proxy();
        proxy.apply(Plan.splitWrites());
        Node node = bench.through(proxy);
        Inbox inbox = new Inbox();
        Link link = new Link(
                bench,
                bench.keep(
                        bench.await(bench.transport().connectPublisher(node, Link.deaf()), "a connection to publish")),
                bench.keep(bench.await(bench.transport().connectSubscriber(node, inbox), "a connection to subscribe")),
                inbox);
        Channel channel = bench.channel("split");
        link.subscribe(channel);
        Random random = new Random(SEED);
        Payload[] payloads = new Payload[64];
        for (int i = 0; i < payloads.length; i++) {
            byte[] bytes = new byte[i == payloads.length / 2 ? 4_096 : i];
            random.nextBytes(bytes);
            payloads[i] = Payload.of(bytes);
            Violation.unlessEqual(1, link.publish(channel, payloads[i]), "receivers of a publish byte by byte");
        }
        link.flush();
        List<Payload> seen = inbox.messages(channel).stream()
                .map(message -> message.payload())
                .toList();
        Violation.unless(
                seen.equals(List.of(payloads)),
                "expected " + payloads.length + " payloads byte by byte as they were published, saw " + seen.size()
                        + " of lengths " + seen.stream().map(Payload::length).toList());
        link.unsubscribe(channel);
    }

    private static void many(Bench bench) {
        FaultProxy proxy = bench.proxy();
        Trial trial = Trial.begin(bench, proxy, bench.target().manyChannels());
        Instant fault = Instant.now();
        proxy.apply(Plan.reset());
        trial.awaitLoss(fault, "a reset");
        bench.times().resubscribed(trial.channels(), trial.awaitReturn());
        trial.judge(1);
        trial.judgeMoment(fault);
    }
}

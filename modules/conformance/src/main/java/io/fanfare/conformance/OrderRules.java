package io.fanfare.conformance;

import static io.fanfare.conformance.CheckedRule.must;

import io.fanfare.spi.Channel;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Nothing is lost, duplicated or reordered. */
final class OrderRules {
    static final int MESSAGES = 100_000;
    private static final int THREADS = 8;
    private static final int EACH = 2_500;

    private OrderRules() {}

    static List<CheckedRule> rules() {
        return List.of(
                must("ORD-01", "100,000 messages MUST arrive without loss", OrderRules::noLoss),
                must("ORD-02", "100,000 messages MUST arrive without duplicates", OrderRules::noDuplicates),
                must("ORD-03", "messages of one publisher on one channel MUST arrive in order", OrderRules::inOrder),
                must(
                        "ORD-04",
                        "messages of eight threads MUST each arrive in their thread's order",
                        OrderRules::threads));
    }

    private static void noLoss(Bench bench) {
        Sequence sequence = stream(bench);
        Violation.unlessEqual(0, sequence.lost(MESSAGES), "of " + MESSAGES + " messages lost");
    }

    private static void noDuplicates(Bench bench) {
        Sequence sequence = stream(bench);
        Violation.unlessEqual(0, sequence.duplicated(), "of " + MESSAGES + " messages duplicated");
    }

    private static void inOrder(Bench bench) {
        Sequence sequence = stream(bench);
        Violation.unlessEqual(0, sequence.reordered(), "of " + MESSAGES + " messages behind a later one");
    }

    private static Sequence stream(Bench bench) {
        Channel channel = bench.channel("stream");
        NumberedInbox inbox = new NumberedInbox();
        Link link = Link.open(bench, inbox).subscribe(channel);
        Burst.send(bench, link.publisher(), channel, MESSAGES);
        link.flush();
        return inbox.sequence(channel);
    }

    private static void threads(Bench bench) throws Exception {
        NumberedInbox inbox = new NumberedInbox();
        Link link = Link.open(bench, inbox);
        List<Channel> channels = new ArrayList<>();
        List<Callable<Burst>> senders = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Channel channel = bench.channel("thread" + i);
            PublishConnection publisher = link.publisher();
            channels.add(channel);
            senders.add(() -> Burst.send(bench, publisher, channel, EACH));
        }
        link.subscribe(channels.toArray(new Topic[0]));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, OrderRules::daemon);
        bench.keep(threads::shutdownNow);
        for (Future<Burst> sender : threads.invokeAll(senders)) {
            sender.get();
        }
        link.flush();
        for (Channel channel : channels) {
            Sequence sequence = inbox.sequence(channel);
            Violation.unlessEqual(
                    0, sequence.reordered(), "of " + EACH + " messages on " + channel + " behind a later one");
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "fanfare-conformance-sender");
        thread.setDaemon(true);
        return thread;
    }
}

package io.fanfare.conformance;

import static io.fanfare.conformance.CheckedRule.must;

import io.fanfare.Delivery;
import io.fanfare.Fanfare;
import io.fanfare.Subscription;
import io.fanfare.SubscriptionBuilder;
import io.fanfare.TypedChannel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** How dispatchers hand messages to handlers. */
final class DeliveryRules {
    private static final int PUBLISHERS = 8;
    private static final int CHANNELS = 64;
    private static final int ROUNDS = 10;
    private static final int MESSAGES = 2_500;
    private static final int CONCURRENT = 4;
    private static final int FIRST_JDK_WITH_VIRTUAL_THREADS = 21;

    private DeliveryRules() {}

    static List<CheckedRule> rules() {
        return List.of(
                must(
                        "DSP-01",
                        "messages of eight clients on 64 channels MUST be handled in the order of each client",
                        DeliveryRules::publishers),
                must(
                        "DSP-02",
                        "ordered, inline and virtual MUST hand over each message once, in order, one at a time",
                        DeliveryRules::serial),
                must(
                        "DSP-03",
                        "concurrent MUST hand over each message once, to several handlers at a time but not to more",
                        DeliveryRules::concurrent),
                must("DSP-04", "a batch handler MUST receive each message once and in order", DeliveryRules::batches),
                must("DSP-05", "a handler that blocks MUST delay no other subscription", DeliveryRules::blocked));
    }

    private static void publishers(Bench bench) {
        Fanfare subscriber = bench.open(bench.clientBuilder("subscriber").dispatcher("ordered"));
        Sequence[][] sequences = new Sequence[CHANNELS][PUBLISHERS];
        List<CompletableFuture<Void>> ready = new ArrayList<>();
        for (int i = 0; i < CHANNELS; i++) {
            Sequence[] ofChannel = sequences[i];
            for (int j = 0; j < PUBLISHERS; j++) {
                ofChannel[j] = new Sequence();
            }
            ready.add(subscriber
                    .channel(bench.channelName("order" + i), Event.class)
                    .onMessage(event -> ofChannel[(int) event.publisher()].arrived(event.sequence()))
                    .subscribe()
                    .ready());
        }
        bench.await(
                CompletableFuture.allOf(ready.toArray(CompletableFuture[]::new)),
                "confirmation of " + CHANNELS + " subscriptions");
        List<Fanfare> clients = new ArrayList<>();
        for (int j = 0; j < PUBLISHERS; j++) {
            clients.add(bench.client("publisher" + j));
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < CHANNELS; i++) {
                for (int j = 0; j < PUBLISHERS; j++) {
                    clients.get(j)
                            .channel(bench.channelName("order" + i), Event.class)
                            .publishAndForget(Event.of(round, j, 0));
                }
            }
        }
        long all = (long) PUBLISHERS * CHANNELS * ROUNDS;
        bench.await(
                () -> arrived(sequences) >= all, all + " events to be handled", () -> arrived(sequences) + " of them");
        for (Sequence[] ofChannel : sequences) {
            for (Sequence sequence : ofChannel) {
                judge(sequence, ROUNDS, "of one client on one channel");
            }
        }
    }

    private static long arrived(Sequence[][] sequences) {
        long sum = 0;
        for (Sequence[] ofChannel : sequences) {
            for (Sequence sequence : ofChannel) {
                sum += sequence.arrived();
            }
        }
        return sum;
    }

    private static void serial(Bench bench) {
        Fanfare client = bench.client("serial");
        for (String dispatcher : List.of("ordered", "inline", "virtual")) {
            if (dispatcher.equals("virtual") && Runtime.version().feature() < FIRST_JDK_WITH_VIRTUAL_THREADS) {
                refused(client.channel(bench.channelName("refused"), Event.class), dispatcher);
                continue;
            }
            TypedChannel<Event> channel = client.channel(bench.channelName(dispatcher), Event.class);
            Sequence sequence = new Sequence();
            AtomicInteger inside = new AtomicInteger();
            AtomicInteger overlaps = new AtomicInteger();
            SubscriptionBuilder<Event> builder = channel.onMessage(event -> {
                overlaps.addAndGet(inside.getAndIncrement() == 0 ? 0 : 1);
                sequence.arrived(event.sequence());
                inside.decrementAndGet();
            });
            subscribe(bench, builder.dispatcher(dispatcher));
            publish(bench, channel, MESSAGES);
            awaitLast(bench, sequence, MESSAGES);
            judge(sequence, MESSAGES, "by the dispatcher " + dispatcher);
            Violation.unlessEqual(0, overlaps.get(), "calls of a handler while another was running, by " + dispatcher);
        }
    }

    private static void refused(TypedChannel<Event> channel, String dispatcher) {
        try {
            channel.onMessage(event -> {}).dispatcher(dispatcher).subscribe().close();
        } catch (PubSubException e) {
            Violation.unless(
                    e.code() == ErrorCode.PROVIDER_UNAVAILABLE,
                    "expected PROVIDER_UNAVAILABLE of the dispatcher " + dispatcher + " on JDK "
                            + Runtime.version().feature() + ", saw " + e.getMessage());
            return;
        }
        throw new Violation("expected PROVIDER_UNAVAILABLE of the dispatcher " + dispatcher + " on JDK "
                + Runtime.version().feature() + ", but it worked");
    }

    private static void concurrent(Bench bench) {
        Fanfare client = bench.open(bench.clientBuilder("concurrent")
                .set("dispatch.threads", Integer.toString(2 * CONCURRENT))
                .set("dispatch.per-subscription", Integer.toString(CONCURRENT)));
        TypedChannel<Event> channel = client.channel(bench.channelName("concurrent"), Event.class);
        Sequence sequence = new Sequence();
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch together = new CountDownLatch(CONCURRENT);
        long patience = bench.target().patience().toMillis();
        SubscriptionBuilder<Event> builder = channel.onMessage(event -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            together.countDown();
            boolean met = together.await(patience, TimeUnit.MILLISECONDS);
            inside.decrementAndGet();
            synchronized (sequence) {
                sequence.arrived(met ? event.sequence() : -1);
            }
        });
        subscribe(bench, builder.dispatcher("concurrent"));
        publish(bench, channel, MESSAGES);
        bench.await(
                () -> sequence.arrived() >= MESSAGES,
                MESSAGES + " events to be handled",
                () -> sequence.arrived() + " of them");
        synchronized (sequence) {
            Violation.unless(
                    sequence.lost(MESSAGES) == 0 && sequence.duplicated() == 0,
                    "expected " + MESSAGES + " events, each once, by the dispatcher concurrent, saw "
                            + sequence.lost(MESSAGES) + " lost and " + sequence.duplicated() + " duplicated");
        }
        Violation.unlessEqual(CONCURRENT, most.get(), "handlers at a time by the dispatcher concurrent");
    }

    private static void batches(Bench bench) {
        Fanfare client = bench.client("batches");
        TypedChannel<Event> channel = client.channel(bench.channelName("batches"), Event.class);
        Sequence sequence = new Sequence();
        AtomicInteger empty = new AtomicInteger();
        subscribe(bench, channel.onBatch(batch -> {
            empty.addAndGet(batch.isEmpty() ? 1 : 0);
            for (Delivery<Event> delivery : batch) {
                sequence.arrived(
                        delivery.channel().equals(channel.topic())
                                ? delivery.value().sequence()
                                : -1);
            }
        }));
        publish(bench, channel, MESSAGES);
        awaitLast(bench, sequence, MESSAGES);
        judge(sequence, MESSAGES, "in batches");
        Violation.unlessEqual(0, empty.get(), "batches without a message");
    }

    private static void blocked(Bench bench) {
        Fanfare client = bench.open(bench.clientBuilder("blocked").set("dispatch.threads", "1"));
        TypedChannel<Event> channel = client.channel(bench.channelName("blocked"), Event.class);
        TypedChannel<Event> other = client.channel(bench.channelName("other"), Event.class);
        HeldUp heldUp = HeldUp.begin(bench, channel, settings -> settings);
        Arrivals arrivals = new Arrivals();
        arrivals.subscribe(bench, other);
        publish(bench, other, 100);
        arrivals.await(bench, 99);
        Violation.unlessEqual(100, arrivals.events().size(), "events beside a handler that blocks");
        Violation.unlessEqual(1, heldUp.handled().size(), "events at a handler that blocks");
    }

    private static void subscribe(Bench bench, SubscriptionBuilder<Event> builder) {
        Subscription subscription = builder.subscribe();
        bench.await(subscription.ready(), "confirmation of the subscription to " + subscription.topic());
    }

    private static void publish(Bench bench, TypedChannel<Event> channel, int count) {
        for (int i = 0; i < count - 1; i++) {
            channel.publishAndForget(Event.of(i, 1, 0));
        }
        bench.await(channel.publish(Event.of(count - 1, 1, 0)), "the receiver count of a publish");
    }

    private static void awaitLast(Bench bench, Sequence sequence, int count) {
        bench.await(
                () -> sequence.arrived() >= count,
                count + " events to be handled",
                () -> sequence.arrived() + " of them");
    }

    private static void judge(Sequence sequence, int count, String which) {
        Violation.unless(
                Tally.of(sequence, count).isClean(),
                "expected " + count + " events " + which + " once and in order, saw " + sequence.lost(count) + " lost, "
                        + sequence.duplicated() + " duplicated, " + sequence.reordered() + " late");
    }
}

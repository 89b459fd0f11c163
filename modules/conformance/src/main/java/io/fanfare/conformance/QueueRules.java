package io.fanfare.conformance;

import static io.fanfare.conformance.CheckedRule.must;

import io.fanfare.Fanfare;
import io.fanfare.TypedChannel;
import io.fanfare.spi.Capability;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.QueueStats;
import io.fanfare.spi.SlowConsumer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What a full queue does. */
final class QueueRules {
    private static final int LIMIT = 100;
    private static final int MESSAGES = 2_000;
    private static final int BLOCKED_MESSAGES = 5_000;

    private QueueRules() {}

    static List<CheckedRule> rules() {
        return List.of(
                must(
                        "QUE-01",
                        "a full queue of policy drop-oldest MUST keep the newest and count the rest",
                        bench -> drops(bench, OverflowPolicy.DROP_OLDEST, numbers(MESSAGES - LIMIT, MESSAGES))),
                must(
                        "QUE-02",
                        "a full queue of policy drop-newest MUST keep the oldest and count the rest",
                        bench -> drops(bench, OverflowPolicy.DROP_NEWEST, numbers(1, LIMIT + 1))),
                must(
                        "QUE-03",
                        "a queue of policy latest MUST keep the newest message of a channel and count the rest",
                        bench -> drops(bench, OverflowPolicy.LATEST, numbers(MESSAGES - 1, MESSAGES))),
                must("QUE-04", "a full queue of policy end MUST end its subscription alone", QueueRules::end),
                must("QUE-05", "a full queue of policy block MUST stop reading and lose nothing", QueueRules::block));
    }

    private static List<Long> numbers(long first, long end) {
        return LongStream.range(first, end).boxed().toList();
    }

    private static void drops(Bench bench, OverflowPolicy policy, List<Long> kept) {
        Drops observer = new Drops();
        Fanfare client = bench.open(bench.clientBuilder("drops").observer(observer));
        TypedChannel<Event> channel = client.channel(bench.channelName("drops"), Event.class);
        HeldUp heldUp = HeldUp.begin(
                bench, channel, settings -> settings.queueMessages(LIMIT).overflow(policy));
        heldUp.publish(1, MESSAGES - 1);
        QueueStats full = heldUp.awaitReceived(MESSAGES);
        Violation.unless(
                full.messages() <= LIMIT && full.messages() == kept.size(),
                "expected " + kept.size() + " messages to wait by the policy " + policy + ", saw " + full);
        List<Long> expected = Stream.concat(Stream.of(0L), kept.stream()).toList();
        List<Long> handled = heldUp.finish(expected.size());
        Violation.unless(
                handled.stream().sorted().toList().equals(expected),
                "expected event 0 and then " + kept.get(0) + " to " + kept.get(kept.size() - 1) + " by the policy "
                        + policy + ", saw " + handled);
        bench.await(
                () -> heldUp.subscription().queue().delivered() == expected.size(),
                expected.size() + " messages counted as delivered",
                () -> heldUp.subscription().queue().toString());
        QueueStats end = heldUp.subscription().queue();
        Violation.unless(
                end.received() == MESSAGES
                        && end.delivered() + end.dropped() == MESSAGES
                        && observer.dropped.get() == end.dropped(),
                "expected delivered + dropped = received = " + MESSAGES
                        + ", and the observer to hear of each drop; saw " + end + ", " + observer.dropped
                        + " told to the observer");
        if (policy != OverflowPolicy.LATEST) {
            judgeEpisode(bench, observer, end);
        }
    }

    private static void judgeEpisode(Bench bench, Drops observer, QueueStats end) {
        bench.await(() -> !observer.episodes.isEmpty(), "an episode of a slow consumer to end", () -> "none");
        Violation.unlessEqual(1, observer.episodes.size(), "episodes of one handler that was held up once");
        SlowConsumer episode = observer.episodes.get(0);
        Violation.unless(
                episode.dropped() == end.dropped()
                        && episode.worstMessages() <= LIMIT
                        && !episode.end().isBefore(episode.start()),
                "expected an episode with " + end.dropped() + " dropped and at most " + LIMIT + " waiting, saw "
                        + episode);
    }

    private static void end(Bench bench) {
        Fanfare client = bench.client("end");
        TypedChannel<Event> channel = client.channel(bench.channelName("end"), Event.class);
        Arrivals bystander = new Arrivals();
        bystander.subscribe(bench, channel);
        HeldUp heldUp = HeldUp.begin(
                bench, channel, settings -> settings.queueMessages(LIMIT).overflow(OverflowPolicy.END));
        heldUp.publish(1, 3 * LIMIT);
        try {
            bench.await(heldUp.subscription().ended(), "the end of a subscription whose queue was full");
            throw new Violation("expected QUEUE_OVERFLOW of a subscription whose queue was full, saw it end normally");
        } catch (PubSubException e) {
            Violation.unless(
                    e.code() == ErrorCode.QUEUE_OVERFLOW,
                    "expected QUEUE_OVERFLOW of a subscription whose queue was full, saw " + e.getMessage());
        }
        bystander.await(bench, 3 * LIMIT);
        Violation.unlessEqual(
                3 * LIMIT + 1, bystander.events().size(), "events to another subscription of the same channel");
    }

    private static void block(Bench bench) {
        Fanfare client = bench.client("block");
        TypedChannel<Event> channel = client.channel(bench.channelName("block"), Event.class);
        if (!bench.transport().capabilities().contains(Capability.PAUSE)) {
            refused(channel);
            Capabilities.pause(bench);
        }
        HeldUp heldUp = HeldUp.begin(
                bench, channel, settings -> settings.queueMessages(LIMIT).overflow(OverflowPolicy.BLOCK));
        heldUp.publish(1, BLOCKED_MESSAGES - 1);
        bench.quiet();
        QueueStats full = heldUp.subscription().queue();
        heldUp.close();
        Violation.unless(
                full.received() < BLOCKED_MESSAGES && full.dropped() == 0,
                "expected a full queue to stop reading, and nothing to be dropped, saw " + full + " of "
                        + BLOCKED_MESSAGES + " published");
        List<Long> handled = heldUp.finish(BLOCKED_MESSAGES);
        Violation.unless(
                handled.equals(numbers(0, BLOCKED_MESSAGES)),
                "expected " + BLOCKED_MESSAGES + " events in order by the policy block, saw " + handled.size()
                        + " or another order");
    }

    private static void refused(TypedChannel<Event> channel) {
        try {
            channel.onMessage(event -> {})
                    .overflow(OverflowPolicy.BLOCK)
                    .subscribe()
                    .close();
        } catch (PubSubException e) {
            Violation.unless(
                    e.code() == ErrorCode.UNSUPPORTED,
                    "expected UNSUPPORTED for the policy block without PAUSE, saw " + e.getMessage());
            return;
        }
        throw new Violation("expected UNSUPPORTED for the policy block without PAUSE, but it worked");
    }

    private static final class Drops implements PubSubObserver {
        private final AtomicInteger dropped = new AtomicInteger();
        private final List<SlowConsumer> episodes = new CopyOnWriteArrayList<>();

        @Override
        public void dropped(Message message, OverflowPolicy policy) {
            dropped.incrementAndGet();
        }

        @Override
        public void slowConsumer(SlowConsumer episode) {
            episodes.add(episode);
        }
    }
}

package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Message;
import io.fanfare.spi.Payload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SequenceTrackerTest {
    private static final Channel ORDERS = Channel.of("orders");

    private final SequenceTracker tracker = new SequenceTracker();

    private static Message message(long publisher, Channel channel, long epoch, long sequence) {
        return new Message(channel, channel, Envelope.of(publisher, 0, epoch, sequence, 0, Payload.of("m")));
    }

    private boolean arrive(long... sequences) {
        return tracker.arrived(
                Arrays.stream(sequences)
                        .mapToObj(sequence -> message(1, ORDERS, 1, sequence))
                        .toList(),
                7);
    }

    private void assertCounts(long lost, long duplicated, long reordered, long outdated) {
        Integrity now = tracker.integrity();
        assertThat(new long[] {now.lost(), now.duplicated(), now.reordered(), now.outdated()})
                .as("lost, duplicated, reordered, outdated")
                .containsExactly(lost, duplicated, reordered, outdated);
    }

    @Test
    void whatCameBeforeTheFirstMessageIsNotLost() {
        arrive(500, 501, 502);
        assertCounts(0, 0, 0, 0);
        assertThat(tracker.integrity().enveloped()).isEqualTo(3);
    }

    @Test
    void aHoleIsLostUntilItIsFilledAndOnlyASecondCopyIsADuplicate() {
        assertThat(arrive(1, 2, 5)).as("asks for a look").isTrue();
        assertCounts(2, 0, 0, 0);
        arrive(3);
        assertCounts(1, 0, 1, 0);
        arrive(3, 5);
        assertCounts(1, 2, 1, 0);
    }

    @Test
    void theWindowEndsExactlyWhereItSays() {
        arrive(1, SequenceStream.WINDOW + 1);
        arrive(2);
        assertCounts(SequenceStream.WINDOW - 2, 0, 1, 0);
        arrive(1);
        assertCounts(SequenceStream.WINDOW - 2, 0, 1, 1);
    }

    @Test
    void aNewEpochBeginsAtOneAndWhatComesOfTheOldOneIsOutdated() {
        arrive(8, 9);
        tracker.arrived(List.of(message(1, ORDERS, 2, 3), message(1, ORDERS, 1, 10), message(1, ORDERS, 2, 1)), 7);
        assertCounts(1, 0, 1, 1);
    }

    @Test
    void plainAndMalformedMessagesAreCountedAndChangeNothingElse() {
        Payload broken = new Payload(message(1, ORDERS, 1, 2).payload().array(), 0, Envelope.HEADER);
        tracker.arrived(List.of(new Message(ORDERS, ORDERS, Payload.of("x")), new Message(ORDERS, ORDERS, broken)), 7);
        assertCounts(0, 0, 0, 0);
        assertThat(tracker.integrity().plain()).isEqualTo(1);
        assertThat(tracker.integrity().malformed()).isEqualTo(1);
    }

    @Test
    void aHoleAfterAReportedGapBelongsToItAndTheNextDoesNot() {
        arrive(1, 2);
        tracker.gapReported();
        assertThat(arrive(6)).as("asks for a look").isFalse();
        assertThat(tracker.integrity().lostInGaps()).isEqualTo(3);
        arrive(4);
        assertThat(tracker.integrity().lostInGaps()).isEqualTo(2);
        assertThat(arrive(8)).as("asks for a look").isTrue();
        assertThat(tracker.integrity().lostInGaps()).isEqualTo(2);
        assertCounts(3, 0, 1, 0);
    }

    @Test
    void aHoleIsToldAtTheSecondLookAndOnce() {
        assertThat(tracker.arrived(List.of(message(1, ORDERS, 1, 1)), 100)).isFalse();
        assertThat(tracker.arrived(List.of(message(1, ORDERS, 1, 5)), 200)).isTrue();
        assertThat(tracker.look()).isNull();
        assertThat(tracker.isLooking()).isTrue();
        arrive(2);
        assertThat(tracker.look()).isEqualTo(new SequenceTracker.Hole(2, 100, 200));
        assertThat(tracker.isLooking()).isFalse();
        arrive(3);
        assertThat(arrive(7)).as("asks for a look").isTrue();
        tracker.look();
        assertThat(tracker.look().messages()).isEqualTo(1);
    }

    @Test
    void aMessageThatIsOnlyLateMakesNoGap() {
        arrive(1, 3);
        tracker.look();
        arrive(2, 5, 4);
        assertThat(tracker.look()).isNull();
        assertThat(tracker.isLooking()).isFalse();
        assertCounts(0, 0, 2, 0);
    }

    @Test
    void theStreamUnheardOfForLongestIsForgotten() {
        SequenceTracker small = new SequenceTracker(2);
        for (long publisher : new long[] {1, 2, 1, 3}) {
            small.arrived(List.of(message(publisher, ORDERS, 1, 10)), 7);
        }
        assertThat(small.integrity().forgotten()).isEqualTo(1);
        small.arrived(List.of(message(1, ORDERS, 1, 12), message(2, ORDERS, 1, 20)), 7);
        assertThat(small.integrity().lost()).as("1 is known, 2 is not").isEqualTo(1);
    }

    @Test
    void countsDoNotOverflow() {
        for (long epoch = 1; epoch < 3_000; epoch++) {
            tracker.arrived(List.of(message(1, ORDERS, epoch, Envelope.MAX_NUMBER)), 7);
        }
        assertThat(tracker.integrity().lost()).isEqualTo(Long.MAX_VALUE);
    }

    /** Per publisher and channel: everything that arrived in time. */
    private static final class Model {
        final Map<String, TreeSet<Long>> arrived = new HashMap<>();
        long duplicated;
        long reordered;
        long outdated;

        void arrive(String stream, long sequence) {
            TreeSet<Long> all = arrived.computeIfAbsent(stream, name -> new TreeSet<>());
            if (!all.isEmpty() && sequence <= all.last() - SequenceStream.WINDOW) {
                outdated++;
            } else if (all.contains(sequence)) {
                duplicated++;
            } else {
                reordered += !all.isEmpty() && sequence < all.last() ? 1 : 0;
                all.add(sequence);
            }
        }

        long lost() {
            return arrived.values().stream()
                    .mapToLong(all -> all.last() - all.first() + 1 - all.size())
                    .sum();
        }
    }

    @Test
    void countsAsAModelDoesWhateverIsLostDuplicatedAndReordered() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        long outdated = 0;
        for (int round = 0; round < 100; round++) {
            SequenceTracker tracked = new SequenceTracker();
            Model model = new Model();
            List<long[]> arrivals = arrivals(random);
            for (long[] arrival : arrivals) {
                Channel channel = Channel.of("c" + arrival[1]);
                tracked.arrived(List.of(message(arrival[0], channel, 1, arrival[2])), 7);
                model.arrive(arrival[0] + " " + arrival[1], arrival[2]);
            }
            Integrity found = tracked.integrity();
            assertThat(new long[] {
                        found.enveloped(), found.lost(), found.duplicated(), found.reordered(), found.outdated()
                    })
                    .as("seed %d, round %d", seed, round)
                    .containsExactly(arrivals.size(), model.lost(), model.duplicated, model.reordered, model.outdated);
            assertThat(found.lost() + found.enveloped() - found.duplicated() - found.outdated())
                    .as("seed %d, round %d: from the lowest to the highest", seed, round)
                    .isEqualTo(model.arrived.values().stream()
                            .mapToLong(all -> all.last() - all.first() + 1)
                            .sum());
            outdated += model.outdated;
        }
        assertThat(outdated).as("seed %d: messages beyond the window", seed).isPositive();
    }

    /** Numbers the messages of some publishers to some channels, then loses, repeats and moves some of them. */
    private static List<long[]> arrivals(Random random) {
        int publishers = 1 + random.nextInt(3);
        int channels = 1 + random.nextInt(3);
        int displacement = 1 + random.nextInt(random.nextBoolean() ? 50 : 4 * SequenceStream.WINDOW);
        double loss = random.nextDouble() / 2;
        double repeats = random.nextDouble() / 4;
        Map<String, Long> sequences = new HashMap<>();
        List<long[]> sent = new ArrayList<>();
        List<Double> places = new ArrayList<>();
        for (int i = 0; i < 6_000; i++) {
            long publisher = random.nextInt(publishers);
            long channel = random.nextInt(channels);
            long step = random.nextInt(500) > 0 ? 1 : 1 + random.nextInt(2 * SequenceStream.WINDOW);
            long sequence = sequences.merge(publisher + " " + channel, step, Long::sum);
            for (double copies = random.nextDouble(); copies > loss; copies -= 1 - repeats) {
                sent.add(new long[] {publisher, channel, sequence});
                places.add(i + random.nextDouble() * displacement);
            }
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < sent.size(); i++) {
            order.add(i);
        }
        order.sort((a, b) -> Double.compare(places.get(a), places.get(b)));
        return order.stream().map(sent::get).toList();
    }
}

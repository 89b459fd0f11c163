package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Message;
import io.fanfare.spi.Payload;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeamTest {
    private static final Channel MARKER = Channel.of("marker");
    private static final Channel TOPIC = Channel.of("topic");
    private static final int MOST = 8;

    private final Seam seam = new Seam(MARKER, MOST);
    private final List<String> passed = Collections.synchronizedList(new ArrayList<>());
    private final Gate.WayIn wayIn =
            batch -> batch.forEach(message -> passed.add(message.payload().toText()));

    /** Returns a batch of messages; a bar is the marker. */
    private static List<Message> batch(String... texts) {
        List<Message> messages = new ArrayList<>();
        for (String text : texts) {
            Channel channel = text.equals("|") ? MARKER : TOPIC;
            messages.add(new Message(channel, channel, Payload.of(text)));
        }
        return messages;
    }

    private void first(String... texts) {
        seam.first(batch(texts), wayIn);
    }

    private void second(String... texts) {
        seam.second(batch(texts), wayIn);
    }

    @Test
    void theFirstIsAheadOfTheSecond() {
        first("a", "b");
        second("b");
        first("c", "|", "d");
        first("e");
        assertThat(seam.joined()).isNotDone();
        second("c");
        second("|", "d");
        assertThat(seam.joined()).isCompletedWithValue(true);
        second("e");
        first("f");
        second("f");
        assertThat(passed).containsExactly("a", "b", "c", "d", "e", "f");
    }

    @Test
    void theSecondIsAheadOfTheFirst() {
        second("a", "b", "|", "c");
        second("d");
        first("a");
        assertThat(passed).containsExactly("a");
        assertThat(seam.joined()).isNotDone();
        first("b", "|", "c");
        assertThat(seam.joined()).isCompletedWithValue(true);
        second("e");
        first("d", "e");
        assertThat(passed).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void theMarkerMayComeAlone() {
        second("|");
        first("|");
        second("a");
        assertThat(seam.joined()).isCompletedWithValue(true);
        assertThat(passed).containsExactly("a");
    }

    @Test
    void asManyMessagesAsAreAllowedAreKept() {
        String[] many = IntStream.range(0, MOST).mapToObj(String::valueOf).toArray(String[]::new);
        second("|");
        second(many);
        assertThat(seam.joined()).isNotDone();
        first("|");
        assertThat(seam.joined()).isCompletedWithValue(true);
        assertThat(passed).containsExactly(many);
    }

    @Test
    void tooManyMessagesEndItAndTheFirstGoesOn() {
        second("|", "a", "b", "c", "d", "e", "f");
        second("g", "h", "i");
        assertThat(seam.joined()).isCompletedWithValue(false);
        first("|", "a", "b", "c", "d", "e", "f");
        second("j");
        first("g", "h", "i", "j");
        assertThat(passed).containsExactly("|", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
        assertThat(seam.undo()).as("the first has brought everything").isTrue();
    }

    @Test
    void undoneBeforeTheFirstIsAtTheMarkerTheFirstGoesOn() {
        second("a", "|", "b");
        first("a");
        assertThat(seam.undo()).isTrue();
        second("c");
        first("|", "b");
        first("c", "d");
        second("d");
        assertThat(passed).filteredOn(text -> !text.equals("|")).containsExactly("a", "b", "c", "d");
        assertThat(seam.joined()).isNotDone();
    }

    @Test
    void undoneWhenTheFirstIsPastTheMarkerNeitherGoesOn() {
        first("a", "|", "b");
        assertThat(seam.undo()).isFalse();
        first("c");
        second("a", "|", "b", "c");
        second("d");
        assertThat(passed).containsExactly("a");
    }

    @Test
    void undoneWhenBothArePastTheMarkerNeitherGoesOn() {
        first("a", "|");
        second("|", "b");
        assertThat(seam.undo()).isFalse();
        second("c");
        first("b", "c");
        assertThat(passed).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void nothingIsLostOrDoubledHoweverTheTwoInterleave(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            passed.clear();
            Traffic traffic = new Traffic(random);
            Seam joining = new Seam(MARKER, traffic.count);
            List<List<Message>> ofFirst = traffic.first(random);
            List<List<Message>> ofSecond = traffic.second(random);
            while (!ofFirst.isEmpty() || !ofSecond.isEmpty()) {
                boolean next = ofSecond.isEmpty() || (!ofFirst.isEmpty() && random.nextBoolean());
                if (next) {
                    joining.first(ofFirst.remove(0), wayIn);
                } else {
                    joining.second(ofSecond.remove(0), wayIn);
                }
            }
            assertThat(joining.joined()).isCompletedWithValue(true);
            assertThat(passed).as("seed %d, round %d", seed, round).containsExactlyElementsOf(traffic.texts());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void theSameHoldsWithAThreadForEach(long seed) throws Exception {
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            passed.clear();
            Traffic traffic = new Traffic(random);
            Seam joining = new Seam(MARKER, traffic.count);
            List<List<Message>> ofFirst = traffic.first(random);
            List<List<Message>> ofSecond = traffic.second(random);
            Thread other = new Thread(() -> ofSecond.forEach(batch -> joining.second(batch, wayIn)));
            other.start();
            ofFirst.forEach(batch -> joining.first(batch, wayIn));
            other.join(TimeUnit.SECONDS.toMillis(60));
            assertThat(joining.joined()).isCompletedWithValue(true);
            assertThat(passed).as("seed %d, round %d", seed, round).containsExactlyElementsOf(traffic.texts());
        }
    }

    /** Numbered messages with a marker among them, of which the second connection brings those from somewhere on. */
    private static final class Traffic {
        final int count;
        private final int marker;
        private final int secondFrom;

        Traffic(Random random) {
            count = 1 + random.nextInt(60);
            marker = random.nextInt(count + 1);
            secondFrom = random.nextInt(marker + 1);
        }

        List<String> texts() {
            return IntStream.range(0, count).mapToObj(String::valueOf).toList();
        }

        List<List<Message>> first(Random random) {
            return batches(0, random);
        }

        List<List<Message>> second(Random random) {
            return batches(secondFrom, random);
        }

        private List<List<Message>> batches(int from, Random random) {
            List<List<Message>> batches = new ArrayList<>();
            List<String> batch = new ArrayList<>();
            for (int number = from; number <= count; number++) {
                if (number == marker) {
                    batch.add("|");
                }
                if (number < count) {
                    batch.add(String.valueOf(number));
                }
                if (!batch.isEmpty() && (number == count || random.nextInt(4) == 0)) {
                    batches.add(batch(batch.toArray(String[]::new)));
                    batch.clear();
                }
            }
            return batches;
        }
    }
}

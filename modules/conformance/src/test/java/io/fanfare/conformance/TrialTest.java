package io.fanfare.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class TrialTest {
    @Test
    void whatHasHappenedCanBeReadWhileMoreHappens() {
        List<String> growing = new CopyOnWriteArrayList<>(List.of("before", "first"));
        List<String> since = Trial.since(growing, 1);
        growing.add("second");
        assertThat(since).containsExactly("first");
        assertThat(Trial.since(growing, 1)).containsExactly("first", "second");
    }
}

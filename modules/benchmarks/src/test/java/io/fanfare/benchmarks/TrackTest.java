package io.fanfare.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrackTest {
    private final Window window = new Window(1);
    private final Counter counter = window.counter(true);
    private final Track track = new Track(0, counter, true);

    @Test
    void findsNothingInWhatArrivesOnceAndInOrder() {
        take(0, 1, 2);

        assertThat(faultsOf(3)).isEqualTo("0 lost, 0 duplicates, 0 late");
        assertThat(window.sum()).isEqualTo(3);
    }

    @Test
    void findsWhatIsMissingInTheMiddleAndAtTheEnd() {
        take(0, 2);

        assertThat(faultsOf(4)).isEqualTo("2 lost, 0 duplicates, 0 late");
    }

    @Test
    void countsNoDuplicateAsADelivery() {
        take(0, 0, 1, 0);

        assertThat(faultsOf(2)).isEqualTo("0 lost, 2 duplicates, 0 late");
        assertThat(window.sum()).isEqualTo(2);
    }

    @Test
    void tellsLateFromLost() {
        take(0, 2, 1);

        assertThat(faultsOf(3)).isEqualTo("0 lost, 0 duplicates, 1 late");
        assertThat(window.sum()).isEqualTo(3);
    }

    @Test
    void beginsAnewAfterEachRun() {
        take(0);
        assertThat(faultsOf(2)).isEqualTo("1 lost, 0 duplicates, 0 late");
        take(2, 3);
        assertThat(faultsOf(4)).isEqualTo("0 lost, 0 duplicates, 0 late");
    }

    private void take(long... sequences) {
        for (long sequence : sequences) {
            track.take(Payloads.create(Payloads.HEADER, 0, sequence, System.nanoTime()));
        }
    }

    private String faultsOf(long sent) {
        Track.Faults faults = new Track.Faults();
        track.settle(new long[] {sent}, faults);
        return faults.lost + " lost, " + faults.duplicates + " duplicates, " + faults.late + " late";
    }
}

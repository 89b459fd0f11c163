package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailureRunTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final FailureRun run = new FailureRun(nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void beginsOnceAndEndsWithTheFirstSuccess() {
        assertThat(run.succeeded()).isNull();
        assertThat(run.failed()).isTrue();
        assertThat(run.failed()).isFalse();
        pass(Duration.ofMillis(1_234));
        assertThat(run.failed()).isFalse();
        assertThat(run.succeeded()).isEqualTo(new FailureRun.Ended(3, 1_234));
        assertThat(run.succeeded()).isNull();
    }

    @Test
    void failuresAmongSuccessesAreOneRunUntilAMinuteHasPassed() {
        run.failed();
        run.succeeded();
        assertThat(run.failed()).as("a second run").isTrue();
        for (int i = 0; i < 59; i++) {
            pass(Duration.ofSeconds(1));
            assertThat(run.succeeded()).isNull();
            assertThat(run.failed()).isFalse();
        }
        pass(Duration.ofSeconds(1));
        assertThat(run.succeeded()).isEqualTo(new FailureRun.Ended(60, 60_000));
    }
}

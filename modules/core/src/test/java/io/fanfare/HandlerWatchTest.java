package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Channel;
import java.time.Duration;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandlerWatchTest {
    private static final long SECOND = 1_000_000_000;

    private final Lines lines = new Lines();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final HandlerCalls calls = new HandlerCalls(Channel.of("orders"));

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    private HandlerWatch watch(Duration limit) {
        HandlerWatch watch = new HandlerWatch(limit, timer, lines);
        watch.add(calls);
        return watch;
    }

    @Test
    void aCallThatRunsTooLongIsNamedOnceWithItsStack() {
        HandlerWatch watch = watch(Duration.ofMinutes(10));
        HandlerCalls.Run run = calls.begin();
        run.next();
        watch.check(0);
        watch.check(599 * SECOND);
        assertThat(lines.written).isEmpty();
        watch.check(600 * SECOND);
        watch.check(601 * SECOND);
        assertThat(lines.written).hasSize(1);
        assertThat(lines.written.get(0))
                .contains("subscription to orders")
                .contains("600000 ms")
                .contains(Thread.currentThread().getName())
                .contains("aCallThatRunsTooLongIsNamedOnceWithItsStack");
        run.next();
        watch.check(602 * SECOND);
        watch.check(1202 * SECOND);
        assertThat(lines.written).as("another call").hasSize(2);
        calls.end(run);
    }

    @Test
    void manyShortCallsAreNotALongOne() {
        HandlerWatch watch = watch(Duration.ofMinutes(10));
        HandlerCalls.Run run = calls.begin();
        for (int i = 0; i < 100; i++) {
            run.next();
            watch.check(i * 500L * SECOND);
        }
        calls.end(run);
        watch.check(100_000 * SECOND);
        assertThat(lines.written).isEmpty();
    }

    @Test
    void callsOfOneSubscriptionAtATimeAreWatchedEach() {
        HandlerWatch watch = watch(Duration.ofMinutes(10));
        HandlerCalls.Run one = calls.begin();
        HandlerCalls.Run two = calls.begin();
        watch.check(0);
        calls.end(one);
        watch.check(600 * SECOND);
        assertThat(lines.written).hasSize(1);
        calls.end(two);
        calls.forEach(run -> lines.written.add("left over"));
        assertThat(lines.written).hasSize(1);
    }

    @Test
    void theTimerLooks() {
        HandlerCalls.Run run = calls.begin();
        watch(Duration.ofMillis(1));
        await().until(() -> !lines.written.isEmpty());
        calls.end(run);
    }

    /** Keeps what is logged. */
    private static final class Lines implements System.Logger {
        final List<String> written = new CopyOnWriteArrayList<>();

        @Override
        public String getName() {
            return "lines";
        }

        @Override
        public boolean isLoggable(Level level) {
            return level.getSeverity() >= Level.WARNING.getSeverity();
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String message, Throwable thrown) {
            add(level, message);
        }

        @Override
        public void log(Level level, ResourceBundle bundle, String format, Object... parameters) {
            add(level, format);
        }

        private void add(Level level, String message) {
            if (isLoggable(level)) {
                written.add(message);
            }
        }
    }
}

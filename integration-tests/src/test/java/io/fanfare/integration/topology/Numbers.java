package io.fanfare.integration.topology;

import static org.awaitility.Awaitility.await;

import io.fanfare.TypedChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Publishes to channels in turn at a steady rate; the messages of each are numbered from 0 on. */
final class Numbers implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<TypedChannel<String>> channels;
    private final List<List<Publish>> published = new ArrayList<>();
    private final long intervalNanos;
    private final Thread thread = new Thread(this::run, "fanfare-it-numbers");
    private volatile boolean stopped;

    /** What became of one publish. */
    static final class Publish {
        private final Instant called = Instant.now();
        private volatile @Nullable Instant answered;
        private volatile @Nullable Throwable failure;

        private void end(@Nullable Throwable cause) {
            failure = cause;
            answered = Instant.now();
        }

        boolean isAnswered() {
            return answered != null;
        }

        boolean succeeded() {
            return isAnswered() && failure == null;
        }

        Instant called() {
            return called;
        }

        Instant answered() {
            Instant end = answered;
            if (end == null) {
                throw new IllegalStateException("not answered");
            }
            return end;
        }

        @Nullable
        Throwable failure() {
            return failure;
        }

        @Override
        public String toString() {
            return "published " + called + " to " + answered + (failure == null ? "" : ": " + failure);
        }
    }

    Numbers(List<TypedChannel<String>> channels, int perSecond) {
        this.channels = channels;
        channels.forEach(channel -> published.add(new ArrayList<>()));
        this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        long next = System.nanoTime();
        while (!stopped) {
            for (int channel = 0; channel < channels.size() && !stopped; channel++) {
                publish(channel);
                next += intervalNanos;
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }
    }

    private void publish(int channel) {
        Publish publish = new Publish();
        int number;
        synchronized (published) {
            List<Publish> before = published.get(channel);
            number = before.size();
            before.add(publish);
        }
        var unused = channels.get(channel)
                .publish(String.valueOf(number))
                .whenComplete((receivers, failure) -> publish.end(failure));
    }

    /** Returns how many messages every channel has been sent, at least. */
    int sentToEach() {
        synchronized (published) {
            return published.stream().mapToInt(List::size).min().orElseThrow();
        }
    }

    /** Waits until every channel has been sent this many more messages. */
    void awaitMore(int messages) {
        int target = sentToEach() + messages;
        await().atMost(PATIENCE).until(() -> sentToEach() >= target);
    }

    /** Ends the traffic and returns the publishes of each channel, all of which have been answered. */
    List<List<Publish>> end() {
        close();
        await().atMost(PATIENCE)
                .until(() -> published.stream().flatMap(List::stream).allMatch(Publish::isAnswered));
        return published;
    }

    @Override
    public void close() {
        stopped = true;
        await().atMost(PATIENCE).until(() -> !thread.isAlive());
    }
}

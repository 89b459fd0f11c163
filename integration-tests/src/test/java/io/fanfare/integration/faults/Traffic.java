package io.fanfare.integration.faults;

import static org.awaitility.Awaitility.await;

import io.fanfare.Fanfare;
import io.fanfare.TypedChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes to channels in turn at a steady rate. The messages of each channel are numbered from 0 on; the last of each
 * is an end marker, after which nothing is published to it.
 */
final class Traffic implements AutoCloseable {
    static final String END = "end";

    private final Map<String, TypedChannel<String>> channels = new LinkedHashMap<>();
    private final Map<String, List<Sent>> sent = new LinkedHashMap<>();
    private final List<CompletableFuture<?>> answers = new ArrayList<>();
    private final long intervalNanos;
    private final Thread thread = new Thread(this::run, "fanfare-it-traffic");
    private final AtomicInteger called = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private volatile String padding = "";
    private volatile boolean stopped;

    Traffic(Fanfare publisher, List<String> names, int perSecond) {
        for (String name : names) {
            channels.put(name, publisher.channel(name, String.class));
            sent.put(name, new ArrayList<>());
        }
        this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        thread.setDaemon(true);
    }

    /** Returns the number of a message, -1 for the end marker. */
    static int number(String message) {
        return message.equals(END) ? -1 : Integer.parseInt(message.substring(0, message.indexOf(' ')));
    }

    /** Sets how many bytes each message has besides its number; none at first. */
    void pad(int bytes) {
        padding = "x".repeat(bytes);
    }

    void start() {
        thread.start();
    }

    private void run() {
        long next = System.nanoTime();
        while (true) {
            for (String channel : channels.keySet()) {
                if (stopped) {
                    return;
                }
                publish(channel, sent.get(channel).size() + " " + padding);
                next += intervalNanos;
                LockSupport.parkNanos(next - System.nanoTime());
            }
        }
    }

    private void publish(String channel, String message) {
        Sent publish = new Sent();
        sent.get(channel).add(publish);
        called.incrementAndGet();
        answers.add(publish.answeredBy(channels.get(channel).publish(message))
                .whenComplete((receivers, failure) -> answered.incrementAndGet()));
    }

    /** Waits until everything published so far is answered, and this many more messages are. */
    void awaitMore(int messages) {
        int target = called.get() + messages;
        await().atMost(Scene.PATIENCE).until(() -> answered.get() >= target);
    }

    /** Ends the traffic, and waits until every publish is answered. */
    void stop() {
        close();
        awaitAnswers();
    }

    /** Publishes the end marker of every channel. */
    void end() {
        channels.keySet().forEach(channel -> publish(channel, END));
        awaitAnswers();
    }

    private void awaitAnswers() {
        await().atMost(Scene.PATIENCE)
                .until(() -> sent.values().stream().flatMap(List::stream).allMatch(Sent::isAnswered));
    }

    /**
     * Returns what was published to each channel, by number, with the end marker at last. To be called after the end.
     */
    Map<String, List<Sent>> sent() {
        return sent;
    }

    @Override
    public void close() {
        stopped = true;
        await().atMost(Scene.PATIENCE).until(() -> !thread.isAlive());
    }
}

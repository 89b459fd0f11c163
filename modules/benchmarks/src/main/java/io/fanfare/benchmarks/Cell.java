package io.fanfare.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/** A workload with payloads of one size, set up over one client: each {@link #run} measures it once more. */
final class Cell {
    private static final long OPEN_LOOP_INTERVAL_NANOS = 100_000;
    private static final int PLANTED_AT = 10;
    private static final int DIGITS = 3;

    private final Workload workload;
    private final int length;
    private final Plant plant;
    private final Window window;
    private final Client.Sender sender;
    private final List<Group> groups;
    private final boolean bounded;
    private final SplittableRandom random;
    private final long[] sequences;
    /** What the window had counted when the run began. */
    private long counted;
    /** Messages of this run. */
    private long sent;

    Cell(Workload workload, int length, long seed, Plant plant, Form form, Client client) throws Exception {
        this.workload = workload;
        this.length = length;
        this.plant = plant;
        this.random = new SplittableRandom(seed);
        this.sequences = new long[workload.channels];
        this.window = new Window(Math.max(1, workload.connections));
        this.groups = Group.of(workload, form, window, client.isSerial(workload));
        client.subscribe(groups);
        List<String> channels = new ArrayList<>();
        for (int i = 0; i < workload.channels; i++) {
            channels.add(workload.channel(form, i));
        }
        Counter answers = groups.isEmpty() ? window.counter(false) : new Window(1).counter(false);
        this.sender = client.sender(channels, answers);
        this.bounded = groups.isEmpty() && sender.isBounded();
    }

    /** Measures for a time, a batch at least; what is on its way then still arrives. */
    Figures run(long nanos) throws Exception {
        Usage before = Usage.begin();
        long begin = System.nanoTime();
        sent = 0;
        counted = window.sum();
        switch (workload.kind) {
            case THROUGHPUT -> saturate(begin + nanos);
            case OPEN_LOOP -> keepTo(begin, nanos);
            case PING_PONG -> alternate(begin + nanos);
            case CONNECT -> throw new IllegalArgumentException("not a matter of messages: " + workload);
        }
        sender.flush();
        if (groups.isEmpty()) {
            sent += sender.awaitAnswers();
        }
        if (!bounded) {
            var unused = window.await(arrivalsOf(sent));
        }
        long elapsed = System.nanoTime() - begin;
        Usage usage = before.since();
        return settle(elapsed, usage);
    }

    private Figures settle(long elapsed, Usage usage) {
        Track.Faults faults = new Track.Faults();
        Histogram latency = new Histogram(DIGITS);
        for (Group group : groups) {
            for (Track track : group.tracks()) {
                track.settle(sequences, faults);
                track.moveLatencies(latency);
            }
        }
        long done = sent * workload.deliveries() - faults.lost;
        return Figures.of(sent, done, elapsed, usage, latency, faults);
    }

    /** Returns what the window has counted when so many messages of this run have arrived everywhere. */
    private long arrivalsOf(long messages) {
        return counted + messages * workload.deliveries();
    }

    private void saturate(long end) throws Exception {
        int batch = workload.batch();
        do {
            boolean full = !bounded && window.sum() < arrivalsOf(sent + batch - workload.window);
            if (full && !window.await(arrivalsOf(sent - workload.window / 2))) {
                return;
            }
            for (int i = 0; i < batch; i++) {
                send(0);
            }
            sender.flush();
        } while (System.nanoTime() - end < 0);
    }

    private void keepTo(long begin, long nanos) throws Exception {
        for (long at = 0; at < nanos; at += OPEN_LOOP_INTERVAL_NANOS) {
            long due = begin + at;
            while (System.nanoTime() - due < 0) {
                Thread.onSpinWait();
            }
            send(due);
            sender.flush();
        }
    }

    private void alternate(long end) throws Exception {
        do {
            send(System.nanoTime());
            sender.flush();
            if (!window.await(arrivalsOf(sent))) {
                return;
            }
        } while (System.nanoTime() - end < 0);
    }

    private void send(long sentNanos) throws Exception {
        int channel = workload.channels == 1 ? 0 : random.nextInt(workload.channels);
        byte[] payload = Payloads.create(length, channel, sequences[channel]++, sentNanos);
        sent++;
        if (plant != Plant.NONE && sent == PLANTED_AT) {
            sendFaultily(channel, payload, sentNanos);
        } else {
            sender.send(channel, payload);
        }
    }

    private void sendFaultily(int channel, byte[] payload, long sentNanos) throws Exception {
        if (plant == Plant.DISORDER) {
            sender.send(channel, Payloads.create(length, channel, sequences[channel]++, sentNanos));
            sent++;
        }
        if (plant == Plant.DUPLICATE) {
            sender.send(channel, payload.clone());
        }
        if (plant != Plant.LOSS) {
            sender.send(channel, payload);
        }
    }
}

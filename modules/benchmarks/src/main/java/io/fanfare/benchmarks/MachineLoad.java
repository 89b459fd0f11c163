package io.fanfare.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * How busy the machine was besides what is measured. Figures taken beside other work are noise.
 *
 * @param busyNanos what all processors have worked since the start of the machine; 0 where that is unknown
 * @param serverNanos what the Redis server has worked of that
 * @param atNanos when this was read
 */
record MachineLoad(long busyNanos, long serverNanos, long atNanos) {
    private static final long NANOS_PER_TICK = TimeUnit.SECONDS.toNanos(1) / 100;

    static MachineLoad now(long serverPid) {
        return new MachineLoad(busy(), process(serverPid), System.nanoTime());
    }

    /** Returns how many processors were busy with anything but the server and the contender since this was read. */
    double foreign(long serverPid, Figures measured) {
        MachineLoad now = now(serverPid);
        if (busyNanos == 0) {
            return 0;
        }
        long foreign = now.busyNanos - busyNanos - (now.serverNanos - serverNanos) - measured.cpuNanos();
        return Math.max(0, (double) foreign / (now.atNanos - atNanos));
    }

    private static long busy() {
        // user nice system idle iowait irq softirq steal
        String[] fields = fields(Path.of("/proc/stat"));
        long ticks = 0;
        for (int i = 1; i <= 8 && i < fields.length; i++) {
            ticks += i == 4 || i == 5 ? 0 : Long.parseLong(fields[i]);
        }
        return ticks * NANOS_PER_TICK;
    }

    private static long process(long pid) {
        String[] fields = fields(Path.of("/proc", Long.toString(pid), "stat"));
        return fields.length < 15 ? 0 : (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) * NANOS_PER_TICK;
    }

    private static String[] fields(Path file) {
        try {
            return Files.readAllLines(file).get(0).split("\\s+", -1);
        } catch (IOException e) {
            return new String[0];
        }
    }
}

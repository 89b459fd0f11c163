package io.fanfare.integration.codec;

import java.util.ArrayList;
import java.util.List;

/** How the inputs of a stream ended. */
final class FuzzTally {
    private final String id;

    final List<String> findings = new ArrayList<>();
    final MsgpackComparison oracle = new MsgpackComparison();

    long decoded;
    long refused;
    long located;

    private long mostAllocated;
    private double mostAllocatedPerByte;

    FuzzTally(String id) {
        this.id = id;
    }

    void allocated(long bytes, int length) {
        mostAllocated = Math.max(mostAllocated, bytes);
        if (length >= 1_024) {
            mostAllocatedPerByte = Math.max(mostAllocatedPerByte, (double) bytes / length);
        }
    }

    long inputs() {
        return decoded + refused;
    }

    void add(FuzzTally other) {
        findings.addAll(other.findings);
        oracle.add(other.oracle);
        decoded += other.decoded;
        refused += other.refused;
        located += other.located;
        mostAllocated = Math.max(mostAllocated, other.mostAllocated);
        mostAllocatedPerByte = Math.max(mostAllocatedPerByte, other.mostAllocatedPerByte);
    }

    @Override
    public String toString() {
        return String.format(
                "%-8s %,9d inputs: %,9d decoded, %,9d refused (of these %,d with an offset);"
                        + " one decode allocated at most %,d bytes, and of 1 KiB or more %.0f per byte%s",
                id, inputs(), decoded, refused, located, mostAllocated, mostAllocatedPerByte, oracle);
    }
}

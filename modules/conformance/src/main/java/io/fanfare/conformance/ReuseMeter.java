package io.fanfare.conformance;

import io.fanfare.Fanfare;

/** Counts the connections that are opened from one moment to another: by the pool's word and by the server's. */
final class ReuseMeter {
    private final Fanfare client;
    private final Bench bench;
    private long openedBefore;
    private long acceptedBefore;

    /**
     * What was counted.
     *
     * @param publishes messages published
     * @param opened connections that the pool says it opened
     * @param accepted connections that the server says it accepted, from anyone; -1 if it does not say
     */
    record Result(long publishes, long opened, long accepted) {
        /** Returns 1 minus the connections opened divided by the publishes. */
        double reuse() {
            return publishes == 0 ? 0 : Math.max(0, 1 - (double) opened / publishes);
        }
    }

    ReuseMeter(Bench bench, Fanfare client) {
        this.bench = bench;
        this.client = client;
    }

    /** Begins to count. */
    void start() {
        openedBefore = client.publishPool().opened();
        acceptedBefore = accepted();
    }

    /** Ends counting. */
    Result stop(long publishes) {
        long opened = client.publishPool().opened() - openedBefore;
        long acceptedNow = accepted();
        return new Result(publishes, opened, acceptedNow < 0 ? -1 : acceptedNow - acceptedBefore);
    }

    private long accepted() {
        try {
            return bench.server().connectionsReceived();
        } catch (NotApplicable e) {
            return -1;
        }
    }
}

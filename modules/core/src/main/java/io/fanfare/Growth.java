package io.fanfare;

import io.fanfare.spi.PubSubException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How many connections a pool is making, and the waits between attempts that fail. Used under the lock of its pool. */
final class Growth {
    private final Backoff backoff;
    private int connecting;
    private int failures;
    private int generation;
    private @Nullable Object wait;
    private @Nullable PubSubException lastFailure;

    Growth(Backoff backoff) {
        this.backoff = backoff;
    }

    int connecting() {
        return connecting;
    }

    /** Returns how often what is connected to has changed. */
    int generation() {
        return generation;
    }

    @Nullable
    PubSubException lastFailure() {
        return lastFailure;
    }

    /** Returns how many of the wanted attempts are to be made now. */
    int begin(int wanted) {
        int now = wait == null ? Math.max(0, wanted) : 0;
        connecting += now;
        return now;
    }

    /** An attempt succeeded. */
    void made() {
        connecting--;
        lastFailure = null;
    }

    /** An attempt failed. */
    void failed(PubSubException cause) {
        connecting--;
        lastFailure = cause;
    }

    /** A connection was lost; one that lived for a while is no failure to connect. */
    void lost(PubSubException cause, boolean lived) {
        lastFailure = cause;
        failures = lived ? 0 : failures;
    }

    /** A connection served a lease. */
    void served() {
        failures = 0;
    }

    /** What is connected to has changed: nothing is waited out any more. */
    void refresh() {
        generation++;
        failures = 0;
        wait = null;
    }

    /**
     * Begins to wait before the next attempts. What fails during a wait belongs to the same failure.
     *
     * @return for how long; null if a wait is under way
     */
    @Nullable
    Duration backOff(Object token) {
        if (wait != null) {
            return null;
        }
        wait = token;
        return backoff.afterFailures(++failures);
    }

    boolean isWaiting(Object token) {
        return wait == token;
    }

    /** Ends the wait of this token, unless it has been cut short. */
    void resume(Object token) {
        wait = wait == token ? null : wait;
    }
}

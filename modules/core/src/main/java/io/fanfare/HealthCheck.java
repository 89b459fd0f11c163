package io.fanfare;

import io.fanfare.spi.Connection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Sends {@code PING} on a connection that others use at the same time, and knows whether the answer is overdue. Looks
 * from time to time, one after the other; a stop of this process is no silence of the server, since an answer is
 * overdue at the second look after the one that sent the {@code PING}.
 */
final class HealthCheck<C extends Connection> {
    private static final int LOOKS = 2;

    private @Nullable C asked;
    private int looks;
    private AtomicBoolean answered = new AtomicBoolean();

    /** Looks at a connection, and tells whether it owes an answer for too long. */
    boolean isSilent(C connection) {
        if (asked == connection && !answered.get()) {
            return ++looks >= LOOKS;
        }
        asked = connection;
        looks = 0;
        AtomicBoolean told = new AtomicBoolean();
        answered = told;
        Ping.send(connection).whenComplete((reply, failure) -> told.set(true));
        return false;
    }
}

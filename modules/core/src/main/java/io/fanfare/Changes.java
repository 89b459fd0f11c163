package io.fanfare;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the changes of one state one at a time, under a lock, and tells what came of each after the lock is released,
 * on the same thread. So nothing of the application's runs under the lock, and what a change on the thread that reads a
 * connection has to tell is told before that thread goes on to the next message.
 */
final class Changes {
    private final Object lock = new Object();
    private final Runnable conclusion;
    private @Nullable List<Runnable> tellings;

    /** Creates one; {@code conclusion} ends each change, under the lock. */
    Changes(Runnable conclusion) {
        this.conclusion = conclusion;
    }

    /** Makes a change, then tells what came of it. A change within a change belongs to the outer one. */
    void make(Runnable change) {
        List<Runnable> told = new ArrayList<>();
        synchronized (lock) {
            if (tellings != null) {
                change.run();
                return;
            }
            tellings = told;
            try {
                change.run();
                conclusion.run();
            } finally {
                tellings = null;
            }
        }
        told.forEach(Runnable::run);
    }

    /** Has something told after the change that is being made. */
    void tell(Runnable telling) {
        if (tellings == null) {
            throw new IllegalStateException("no change is being made");
        }
        tellings.add(telling);
    }

    /** Looks at the state under the lock. */
    <T> T look(Supplier<T> view) {
        synchronized (lock) {
            return view.get();
        }
    }
}

package io.fanfare;

import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.PubSubException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The loss of one publish connection: told once, whether the transport reports it or the connection is given up. Holds
 * what is to be sent again until the loss has been told and every publish of the connection has failed, so that it goes
 * out in its order and not over the same connection.
 */
final class Loss implements ConnectionListener {
    private final ConnectionListener listener;
    private final ScheduledExecutorService timer;
    private final AtomicReference<@Nullable PubSubException> cause = new AtomicReference<>();
    private final List<Publish> held = new ArrayList<>();
    private volatile @Nullable WatchedConnection connection;
    private boolean told;

    Loss(ConnectionListener listener, ScheduledExecutorService timer) {
        this.listener = listener;
        this.timer = timer;
    }

    /** Notes which connection this may happen to. */
    void of(WatchedConnection watched) {
        connection = watched;
    }

    @Nullable
    PubSubException cause() {
        return cause.get();
    }

    /** Makes this the cause; returns false if there is one already. */
    boolean claim(PubSubException lost) {
        return cause.compareAndSet(null, lost);
    }

    @Override
    public void onLost(PubSubException lost) {
        if (claim(lost)) {
            tell(lost);
        }
    }

    /** Tells the listener; only for who has claimed. */
    void tell(PubSubException lost) {
        try {
            listener.onLost(lost);
        } finally {
            synchronized (held) {
                told = true;
            }
            settle();
        }
    }

    /** Holds a publish, for no longer than the wait, also if the transport never tells of the loss. */
    void hold(Publish publish, long waitNanos) {
        boolean first;
        synchronized (held) {
            first = held.isEmpty();
            held.add(publish);
        }
        if (first && Later.schedule(timer, Duration.ofNanos(waitNanos), this::release) == null) {
            release();
        }
    }

    /** Lets go of what is held, if the loss has been told and no publish is left that has not failed. */
    void settle() {
        WatchedConnection lost = connection;
        boolean over;
        synchronized (held) {
            over = told && !held.isEmpty();
        }
        if (over && lost != null && lost.unanswered() == 0) {
            release();
        }
    }

    private void release() {
        List<Publish> publishes;
        synchronized (held) {
            publishes = new ArrayList<>(held);
            held.clear();
        }
        publishes.sort(Publish.OLDEST_FIRST);
        publishes.forEach(Publish::resend);
    }
}

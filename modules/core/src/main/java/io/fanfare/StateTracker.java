package io.fanfare;

import io.fanfare.ClientState.Phase;
import io.fanfare.spi.PubSubException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Makes one state of the states of a client's parts: its pool and its subscription connections. Thread-safe. */
final class StateTracker {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    /** What one part is like. */
    enum Part {
        UP,
        REFUSED,
        DOWN
    }

    /** What a part is like, and whether it has ever been up. */
    private record Report(Part part, @Nullable PubSubException cause, boolean wasUp) {}

    /** A part that has been up and is down is worse than one that is down from the start. */
    private static final Comparator<Report> WORSE =
            Comparator.comparing(Report::part).thenComparing(Report::wasUp);

    private final Executor completions;
    private final Handler<? super ClientState> listener;
    private final Map<Object, Report> parts = new HashMap<>();
    private ClientState state = new ClientState(Phase.CONNECTING, Instant.now(), null);

    StateTracker(Executor completions, Handler<? super ClientState> listener) {
        this.completions = completions;
        this.listener = listener;
    }

    synchronized ClientState state() {
        return state;
    }

    /** Notes what a part is like now; a part is known from its first report on. */
    synchronized void report(Object part, Part like, @Nullable PubSubException cause) {
        Report earlier = parts.get(part);
        boolean wasUp = like != Part.DOWN || (earlier != null && earlier.wasUp());
        parts.put(part, new Report(like, cause, wasUp));
        if (earlier == null || earlier.part() != like) {
            update();
        }
    }

    /** Forgets a part that has gone. */
    synchronized void forget(Object part) {
        if (parts.remove(part) != null) {
            update();
        }
    }

    synchronized void close() {
        enter(Phase.CLOSED, null);
    }

    private void update() {
        Report worst = new Report(Part.UP, null, true);
        for (Report report : parts.values()) {
            if (WORSE.compare(report, worst) > 0) {
                worst = report;
            }
        }
        switch (worst.part()) {
            case UP -> enter(Phase.CONNECTED, null);
            case REFUSED -> enter(Phase.DEGRADED, worst.cause());
            case DOWN -> enter(worst.wasUp() ? Phase.RECONNECTING : Phase.CONNECTING, worst.cause());
        }
    }

    private void enter(Phase phase, @Nullable PubSubException cause) {
        if (state.phase() == phase || state.phase() == Phase.CLOSED) {
            return;
        }
        ClientState entered = new ClientState(phase, Instant.now(), cause);
        state = entered;
        completions.execute(() -> tell(entered));
    }

    private void tell(ClientState entered) {
        try {
            listener.handle(entered);
        } catch (Throwable e) {
            LOG.log(System.Logger.Level.WARNING, "the state handler of a client threw", e);
        }
    }
}

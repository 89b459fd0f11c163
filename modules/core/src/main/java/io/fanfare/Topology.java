package io.fanfare;

import io.fanfare.spi.Address;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Knows the shards of a deployment and their primaries, and follows their changes: asks the deployment every interval,
 * when it tells of a change by itself, and when a connection fails or a node says that another one serves a slot.
 * Thread-safe.
 */
final class Topology implements AutoCloseable {
    /** The shortest time between two refreshes. */
    private static final Duration APART = Duration.ofMillis(100);

    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    /** Follows the changes. */
    interface Listener {
        /** The layout has changed. Called by one thread at a time; must not block. */
        void changed(LayoutChange change);
    }

    private final String deployment;
    private final @Nullable Discovery discovery;
    private final ScheduledExecutorService timer;
    private final Duration interval;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final FailureRun failures = new FailureRun();
    private final Object lock = new Object();
    private volatile Layout layout;
    private @Nullable CompletableFuture<Layout> running;
    private @Nullable CompletableFuture<Layout> next;
    private @Nullable Address hint;
    private long soundNanos = System.nanoTime();
    private long endedNanos = System.nanoTime() - APART.toNanos();
    private boolean started;
    private boolean closed;

    private Topology(
            String deployment,
            Shard first,
            @Nullable Discovery discovery,
            ScheduledExecutorService timer,
            Duration interval) {
        this.deployment = deployment;
        this.discovery = discovery;
        this.timer = timer;
        this.interval = interval;
        this.layout = Layout.of(first);
    }

    /** Returns the topology of one node, which never changes. */
    static Topology of(Node only, ScheduledExecutorService timer) {
        Shard shard = new Shard(only.toString());
        shard.found(Primary.of(only), System.nanoTime());
        return new Topology(only.toString(), shard, null, timer, Duration.ZERO);
    }

    /**
     * Returns one that asks; until the first answer it has a single shard without a primary.
     *
     * @param deployment what the deployment is called in messages
     * @param interval how often to ask; zero for only when there is a sign
     */
    static Topology of(String deployment, Discovery discovery, ScheduledExecutorService timer, Duration interval) {
        return new Topology(deployment, new Shard(deployment), discovery, timer, interval);
    }

    /** Begins to ask, and to tell of changes in the order of the listeners. */
    void start(Listener... told) {
        listeners.addAll(List.of(told));
        if (discovery == null) {
            return;
        }
        synchronized (lock) {
            started = true;
            if (next != null) {
                schedule();
            }
        }
        discovery.onSign(this::suspect);
        again();
    }

    private void again() {
        if (!interval.isZero()) {
            var unused = Later.schedule(timer, interval, () -> {
                suspect();
                again();
            });
        }
    }

    Layout layout() {
        return layout;
    }

    /** Tells whether there is anything to follow. */
    boolean canChange() {
        return discovery != null;
    }

    /** Returns the primary of a shard, as soon as it is known. */
    CompletionStage<Node> locate(Shard shard) {
        Node known = shard.primary();
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        return refresh(null).thenApply(found -> Objects.requireNonNull(shard.primary()));
    }

    /** Something does not work as the layout says: has the deployment asked soon. */
    void suspect() {
        var unused = refresh(null);
    }

    /**
     * Notes the refusal of a node that no longer serves a slot; the stage completes when the deployment was asked after
     * that and what it said is in force.
     */
    CompletionStage<Layout> moved(PubSubException refusal) {
        return refresh(Redirection.address(refusal));
    }

    private CompletableFuture<Layout> refresh(@Nullable Address said) {
        if (discovery == null) {
            return CompletableFuture.completedFuture(layout);
        }
        synchronized (lock) {
            if (closed) {
                return CompletableFuture.failedFuture(closed());
            }
            hint = said == null ? hint : said;
            if (next == null) {
                next = new CompletableFuture<>();
                if (started && running == null) {
                    schedule();
                }
            }
            return next;
        }
    }

    private void schedule() {
        long wait = Math.max(0, endedNanos + APART.toNanos() - System.nanoTime());
        var unused = Later.schedule(timer, Duration.ofNanos(wait), this::ask);
    }

    private void ask() {
        Address said;
        synchronized (lock) {
            if (closed || next == null || running != null) {
                return;
            }
            running = next;
            next = null;
            said = hint;
            hint = null;
        }
        long began = System.nanoTime();
        found(said).whenComplete((primaries, failure) -> {
            if (Later.schedule(timer, Duration.ZERO, () -> settle(began, primaries, failure)) == null) {
                close();
            }
        });
    }

    private CompletionStage<List<Primary>> found(@Nullable Address said) {
        try {
            return Objects.requireNonNull(discovery).find(said);
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void settle(long began, @Nullable List<Primary> primaries, @Nullable Throwable failure) {
        PubSubException cause = failure == null ? null : Link.unwrap(failure);
        synchronized (lock) {
            if (closed) {
                return;
            }
        }
        if (primaries != null && cause == null) {
            worked();
            apply(primaries, began);
        } else if (cause != null) {
            failed(cause);
        }
        CompletableFuture<Layout> done;
        synchronized (lock) {
            done = Objects.requireNonNull(running);
            running = null;
            endedNanos = System.nanoTime();
            if (next != null && !closed) {
                schedule();
            }
        }
        if (cause == null) {
            done.complete(layout);
        } else {
            done.completeExceptionally(cause);
        }
    }

    private void apply(List<Primary> primaries, long began) {
        Layout before = layout;
        var matched = before.match(primaries, deployment);
        LayoutChange change = LayoutChange.of(before, matched, soundNanos);
        matched.forEach((shard, primary) -> shard.found(primary, began));
        soundNanos = began;
        if (change.isNone(before)) {
            return;
        }
        layout = change.now();
        LOG.log(System.Logger.Level.INFO, deployment + " is served by " + layout.shards());
        for (Listener listener : listeners) {
            try {
                listener.changed(change);
            } catch (Throwable e) {
                LOG.log(System.Logger.Level.ERROR, "a change of " + deployment + " was not followed", e);
            }
        }
    }

    private void failed(PubSubException cause) {
        if (failures.failed()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "topology: " + deployment + " cannot be asked for its primaries; what was known before is used: "
                            + cause.getMessage());
        }
    }

    private void worked() {
        FailureRun.Ended run = failures.succeeded();
        if (run != null) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "topology: " + deployment + " answers again, after " + run.millis() + " ms and " + run.failures()
                            + " failures");
        }
    }

    private PubSubException closed() {
        return new PubSubException(ErrorCode.CLOSED, "the client of " + deployment + " is closed");
    }

    @Override
    public void close() {
        CompletableFuture<Layout> waiting;
        CompletableFuture<Layout> asking;
        synchronized (lock) {
            closed = true;
            waiting = next;
            asking = running;
            next = null;
        }
        if (discovery != null) {
            discovery.close();
        }
        if (waiting != null) {
            waiting.completeExceptionally(closed());
        }
        if (asking != null) {
            asking.completeExceptionally(closed());
        }
    }
}

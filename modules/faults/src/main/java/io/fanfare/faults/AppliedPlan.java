package io.fanfare.faults;

import io.fanfare.faults.Plan.Scope;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** A plan at work in a {@link FaultProxy}; safe for use by several threads. */
public final class AppliedPlan {
    private final FaultProxy proxy;
    private final Plan plan;
    private final CompletableFuture<Void> fired = new CompletableFuture<>();
    private final Set<Connection> firedOn = new HashSet<>();
    private final Watch.Countdown countdown;
    private long connectionsLeft;
    private long firstNumber = Long.MAX_VALUE;
    private volatile boolean active;
    private volatile boolean removed;

    AppliedPlan(FaultProxy proxy, Plan plan) {
        this.proxy = proxy;
        this.plan = plan;
        this.countdown = new Watch.Countdown(plan.trigger().amount());
        this.connectionsLeft = plan.trigger().amount();
    }

    /** Returns what was applied. */
    public Plan plan() {
        return plan;
    }

    /**
     * Fires the trigger now, for every open connection; returns when the plan is in effect. Does nothing when it has
     * fired or is removed.
     *
     * @throws IllegalStateException when the proxy is closed
     */
    public void fire() {
        proxy.fire(this);
    }

    /**
     * Returns a stage that completes when the trigger fires first; it never completes when the plan is removed before.
     * Its callbacks run on the thread of the proxy and must not block.
     */
    public CompletableFuture<Void> fired() {
        return fired.copy();
    }

    /** Returns whether the trigger has fired and the plan is not removed; a cut that has happened is removed. */
    public boolean active() {
        return active && !removed;
    }

    /** Takes the plan back; returns when it is no longer in effect. Does nothing when it is removed. */
    public void remove() {
        proxy.remove(this);
    }

    // the rest is confined to the thread of the proxy

    boolean removed() {
        return removed;
    }

    void markRemoved() {
        removed = true;
        firedOn.clear();
    }

    /** Takes note that the trigger fired for all connections, the first new one of which is given by its number. */
    void markActive(long firstNumber) {
        this.firstNumber = firstNumber;
        active = true;
    }

    void markActive(Connection connection) {
        firedOn.add(connection);
        active = true;
    }

    /** Tells those who wait for the trigger. */
    void announce() {
        fired.complete(null);
    }

    void forget(Connection connection) {
        firedOn.remove(connection);
    }

    /** Returns whether the trigger of all connections together has fired. */
    boolean activeForAll() {
        return firstNumber != Long.MAX_VALUE;
    }

    boolean concerns(Connection connection) {
        return switch (plan.scope()) {
            case ALL -> activeForAll();
            case NEW -> connection.number() >= firstNumber;
            case EACH -> firedOn.contains(connection);
        };
    }

    /** Counts an accepted connection and returns whether it is the one that fires. */
    boolean countConnection() {
        return !activeForAll() && --connectionsLeft == 0;
    }

    /** Returns the watch on a stream of a connection; for a trigger on bytes only. */
    Watch watch() {
        Trigger trigger = plan.trigger();
        if (trigger.kind() == Trigger.Kind.SEQUENCE) {
            return Watch.sequence(this, trigger.sequence());
        }
        return Watch.bytes(this, plan.scope() == Scope.EACH ? new Watch.Countdown(trigger.amount()) : countdown);
    }

    @Override
    public String toString() {
        return plan + (removed ? " (removed)" : active ? " (active)" : " (armed)");
    }
}

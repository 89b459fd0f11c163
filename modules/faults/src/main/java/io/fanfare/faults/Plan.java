package io.fanfare.faults;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * A fault and its place and time; immutable, and applied by {@link FaultProxy#apply}.
 *
 * <p>A factory method says what goes wrong. By itself that happens at once, in both directions of every connection,
 * those accepted later included, until the plan is removed. {@link #towards}, {@link #onNewConnections},
 * {@link #perConnection}, {@link #when} and {@link #lasting} narrow it. Several plans work together: delays add up, the
 * lowest limit holds.
 *
 * <pre>{@code
 * Plan.delay(Duration.ofMillis(40)).towards(Direction.TO_CLIENT)
 * Plan.reset().when(Trigger.bytes(Direction.TO_CLIENT, 4096)).perConnection()
 * Plan.stall().lasting(Duration.ofSeconds(3))
 * Plan.reset().onNewConnections()
 * }</pre>
 */
public final class Plan {
    enum Scope {
        ALL,
        NEW,
        EACH
    }

    private static final Set<Direction> BOTH = EnumSet.allOf(Direction.class);

    private final Effect effect;
    private final long amount;
    private final long seed;
    private final Set<Direction> directions;
    private final Scope scope;
    private final Trigger trigger;
    private final long lastingNanos;

    private Plan(
            Effect effect,
            long amount,
            long seed,
            Set<Direction> directions,
            Scope scope,
            Trigger trigger,
            long lastingNanos) {
        this.effect = effect;
        this.amount = amount;
        this.seed = seed;
        this.directions = directions;
        this.scope = scope;
        this.trigger = trigger;
        this.lastingNanos = lastingNanos;
    }

    private static Plan of(Effect effect, long amount, long seed) {
        return new Plan(effect, amount, seed, BOTH, Scope.ALL, Trigger.now(), 0);
    }

    /**
     * Returns a plan by which all bytes, and the end of the stream, arrive later by a fixed time. What is under way
     * when the plan is removed still arrives in its time.
     *
     * @param delay not negative; kept to the millisecond
     */
    public static Plan delay(Duration delay) {
        return of(Effect.DELAY, nanos("delay", delay), 0);
    }

    /**
     * Returns a plan by which each read of the proxy arrives later by a random time; never before what was read
     * earlier.
     *
     * @param most the longest delay, not negative; each from zero to this is as likely
     * @param seed the same seed gives the nth connection the same delays, read by read
     */
    public static Plan jitter(Duration most, long seed) {
        return of(Effect.JITTER, nanos("jitter", most), seed);
    }

    /**
     * Returns a plan by which each direction of each connection carries a limited number of bytes per second.
     *
     * @param bytesPerSecond at least 1
     */
    public static Plan limit(long bytesPerSecond) {
        return of(Effect.LIMIT, atLeastOne("bytes per second", bytesPerSecond), 0);
    }

    /**
     * Returns a plan by which bytes, and the end of the stream, vanish while the sockets stay open: writes succeed and
     * nothing arrives. A stream that lost bytes never continues: after the plan is removed it stays empty for as long
     * as its connection lives, and the end of it, then or earlier, resets the connection.
     */
    public static Plan blackHole() {
        return of(Effect.BLACK_HOLE, 0, 0);
    }

    /** Returns a plan by which every byte is written to the socket by itself, with TCP_NODELAY. */
    public static Plan splitWrites() {
        return of(Effect.SPLIT, 0, 0);
    }

    /**
     * Returns a plan by which the proxy stops to read and to write: the buffers of the sockets fill, and then the
     * sender is held up. Nothing is lost; all passes when the plan is removed.
     */
    public static Plan stall() {
        return of(Effect.STALL, 0, 0);
    }

    /**
     * Returns a plan that cuts the open connections with RST, which loses what is under way in the proxy. With
     * {@link #towards} the peer at the end of that direction alone sees it; the other one keeps an open socket on which
     * its writes vanish. With {@link #onNewConnections} connections are accepted and reset.
     */
    public static Plan reset() {
        return of(Effect.RESET, 0, 0);
    }

    /**
     * Returns a plan that ends the open connections with FIN, behind what is under way in the proxy. With
     * {@link #towards} it is a half close: that stream ends and the other one goes on. What arrives for an ended stream
     * is discarded. The proxy closes its sockets when both peers have closed theirs. With {@link #onNewConnections}
     * connections are accepted and ended.
     */
    public static Plan finish() {
        return of(Effect.FINISH, 0, 0);
    }

    /** Returns a plan by which nobody listens: connecting is refused. Open connections are not concerned. */
    public static Plan refuse() {
        return of(Effect.REFUSE, 0, 0);
    }

    /**
     * Returns a plan by which new connections are accepted and nothing is read from them. When it is removed they are
     * connected to the server, and nothing is lost. Open connections are not concerned.
     */
    public static Plan silence() {
        return of(Effect.SILENCE, 0, 0);
    }

    /**
     * Returns this plan for one direction only.
     *
     * @throws IllegalStateException for {@link #refuse} and {@link #silence}, which have none, and for
     *     {@link Direction#TO_SERVER} with a cut of new connections
     */
    public Plan towards(Direction direction) {
        Objects.requireNonNull(direction, "direction");
        if (effect.acceptsDifferently()) {
            throw new IllegalStateException(this + " has no direction");
        }
        return new Plan(effect, amount, seed, EnumSet.of(direction), scope, trigger, lastingNanos).checked();
    }

    /**
     * Returns this plan for the connections accepted after the trigger only.
     *
     * @throws IllegalStateException for {@link #refuse} and {@link #silence}, which concern no others anyway
     */
    public Plan onNewConnections() {
        return scoped(Scope.NEW);
    }

    /**
     * Returns this plan with a trigger of its own for every connection: it fires for, and concerns, each by itself.
     *
     * @throws IllegalStateException for {@link #refuse} and {@link #silence}, and with {@link Trigger#connections}
     */
    public Plan perConnection() {
        return scoped(Scope.EACH);
    }

    private Plan scoped(Scope scope) {
        if (effect.acceptsDifferently()) {
            throw new IllegalStateException(this + " concerns all connections to come");
        }
        return new Plan(effect, amount, seed, directions, scope, trigger, lastingNanos).checked();
    }

    /**
     * Returns this plan with a trigger.
     *
     * @throws IllegalStateException for {@link Trigger#connections} after {@link #perConnection}
     */
    public Plan when(Trigger trigger) {
        Objects.requireNonNull(trigger, "trigger");
        return new Plan(effect, amount, seed, directions, scope, trigger, lastingNanos).checked();
    }

    private Plan checked() {
        if (scope == Scope.EACH && trigger.kind() == Trigger.Kind.CONNECTIONS) {
            throw new IllegalStateException(this + ": connections are counted together, not per connection");
        }
        if (scope == Scope.NEW && effect.cuts() && !covers(Direction.TO_CLIENT)) {
            throw new IllegalStateException(this + ": a connection is cut before there is one to the server");
        }
        return this;
    }

    /**
     * Returns this plan with an end: it is removed a time after its trigger.
     *
     * @param time more than zero; without meaning for cuts of open connections, which are over at once
     */
    public Plan lasting(Duration time) {
        if (nanos("lasting", time) == 0) {
            throw new IllegalArgumentException("lasting " + time + ": use more than zero");
        }
        return new Plan(effect, amount, seed, directions, scope, trigger, time.toNanos());
    }

    static long nanos(String what, Duration time) {
        if (time.isNegative() || time.compareTo(Duration.ofDays(365)) > 0) {
            throw new IllegalArgumentException(what + " " + time + ": use zero to 365 days");
        }
        return time.toNanos();
    }

    static long atLeastOne(String what, long n) {
        if (n < 1) {
            throw new IllegalArgumentException(n + " " + what + ": use at least 1");
        }
        return n;
    }

    Effect effect() {
        return effect;
    }

    /** Returns nanoseconds or bytes per second, as the effect tells. */
    long amount() {
        return amount;
    }

    long seed() {
        return seed;
    }

    boolean covers(Direction direction) {
        return directions.contains(direction);
    }

    Scope scope() {
        return scope;
    }

    Trigger trigger() {
        return trigger;
    }

    /** Returns how long it lasts, 0 for until it is removed. */
    long lastingNanos() {
        return lastingNanos;
    }

    /** Returns whether it is over as soon as it has happened. */
    boolean instant() {
        return effect.cuts() && scope != Scope.NEW;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(effect.name().toLowerCase(Locale.ROOT));
        switch (effect) {
            case DELAY -> text.append(' ').append(Duration.ofNanos(amount));
            case JITTER -> text.append(" up to ").append(Duration.ofNanos(amount));
            case LIMIT -> text.append(" to ").append(amount).append(" bytes/s");
            default -> {}
        }
        if (!directions.equals(BOTH)) {
            text.append(' ').append(directions.iterator().next());
        }
        switch (scope) {
            case NEW -> text.append(", new connections");
            case EACH -> text.append(", per connection");
            default -> {}
        }
        if (trigger.kind() != Trigger.Kind.NOW) {
            text.append(", ").append(trigger);
        }
        return text.toString();
    }
}

package io.fanfare.faults;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The moment at which an applied {@link Plan} takes effect; immutable. Everything is counted from the application of
 * the plan, over all connections together; under {@link Plan#perConnection} over each connection by itself.
 *
 * <p>Triggers on bytes are exact: the bytes up to the trigger pass as if there were no plan, the byte after it meets
 * the plan, wherever the reads of the proxy begin and end.
 */
public final class Trigger {
    enum Kind {
        NOW,
        CALL,
        DELAY,
        CONNECTIONS,
        BYTES,
        SEQUENCE
    }

    private static final Trigger NOW = new Trigger(Kind.NOW, 0, null, new byte[0]);
    private static final Trigger CALL = new Trigger(Kind.CALL, 0, null, new byte[0]);

    private final Kind kind;
    private final long amount;
    private final @Nullable Direction direction;
    private final byte[] sequence;

    private Trigger(Kind kind, long amount, @Nullable Direction direction, byte[] sequence) {
        this.kind = kind;
        this.amount = amount;
        this.direction = direction;
        this.sequence = sequence;
    }

    /** Returns the trigger that fires when the plan is applied; the default. */
    public static Trigger now() {
        return NOW;
    }

    /** Returns a trigger that fires by {@link AppliedPlan#fire} only; that method fires every other trigger too. */
    public static Trigger call() {
        return CALL;
    }

    /**
     * Returns a trigger that fires once a time has passed.
     *
     * @param delay not negative; under {@link Plan#perConnection} counted from the accepting of connections accepted
     *     later
     */
    public static Trigger after(Duration delay) {
        return new Trigger(Kind.DELAY, Plan.nanos("delay of a trigger", delay), null, new byte[0]);
    }

    /**
     * Returns a trigger that fires when the {@code n}th connection is accepted, which the plan then concerns too.
     *
     * @param n at least 1; not possible with {@link Plan#perConnection}
     */
    public static Trigger connections(long n) {
        return new Trigger(Kind.CONNECTIONS, Plan.atLeastOne("connections", n), null, new byte[0]);
    }

    /**
     * Returns a trigger that fires behind the {@code n}th byte that the proxy reads in a direction.
     *
     * @param n at least 1
     */
    public static Trigger bytes(Direction direction, long n) {
        Objects.requireNonNull(direction, "direction");
        return new Trigger(Kind.BYTES, Plan.atLeastOne("bytes", n), direction, new byte[0]);
    }

    /**
     * Returns a trigger that fires behind the last byte of the first occurrence of a sequence on one connection.
     *
     * @param sequence at least one byte; copied
     */
    public static Trigger sequence(Direction direction, byte[] sequence) {
        Objects.requireNonNull(direction, "direction");
        if (sequence.length == 0) {
            throw new IllegalArgumentException("sequence of 0 bytes: use at least one");
        }
        return new Trigger(Kind.SEQUENCE, 0, direction, sequence.clone());
    }

    Kind kind() {
        return kind;
    }

    /** Returns nanoseconds, connections or bytes, as the kind tells. */
    long amount() {
        return amount;
    }

    /** Returns the byte stream that a trigger on bytes watches, null for any other. */
    @Nullable
    Direction direction() {
        return direction;
    }

    byte[] sequence() {
        return sequence;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case NOW -> "now";
            case CALL -> "by call";
            case DELAY -> "after " + Duration.ofNanos(amount);
            case CONNECTIONS -> "at connection " + amount;
            case BYTES -> "after " + amount + " bytes " + direction;
            case SEQUENCE -> "after a sequence of " + sequence.length + " bytes " + direction;
        };
    }
}

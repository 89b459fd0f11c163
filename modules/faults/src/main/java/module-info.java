import org.jspecify.annotations.NullMarked;

/**
 * A TCP proxy with programmable faults, for tests of what happens when a network fails.
 *
 * <p>{@link io.fanfare.faults.FaultProxy} stands between clients and a server and applies
 * {@linkplain io.fanfare.faults.Plan plans}: delays, limits, cuts, black holes and more, at once or when a
 * {@linkplain io.fanfare.faults.Trigger trigger} fires.
 *
 * <p>Everything here is non-null unless it is annotated {@code @Nullable}.
 */
@NullMarked
module io.fanfare.faults {
    requires static org.jspecify;
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.transport;

    exports io.fanfare.faults;
}

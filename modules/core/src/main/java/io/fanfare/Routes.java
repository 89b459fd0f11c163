package io.fanfare;

import io.fanfare.spi.Destination;
import io.fanfare.spi.PoolStats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The pools of all shards, and which of them a channel's publishes take: those of the shard that serves the channel's
 * hash slot, for a classic channel too, so that all clients agree on it. Thread-safe.
 */
final class Routes implements Topology.Listener, AutoCloseable {
    private final HashSlot slots;
    private final Function<Shard, ShardPools> opening;
    private final ScheduledExecutorService timer;
    private final Duration linger;
    private final Map<Shard, ShardPools> pools = new HashMap<>();
    private final List<ShardPools> retired = new ArrayList<>();
    private volatile Table table;
    private boolean closed;

    /** One way to find pools; replaced when the layout changes. */
    private record Table(
            Layout layout,
            Map<Shard, ShardPools> pools,
            @Nullable ShardPools only) {}

    /**
     * Opens the pools of the present layout.
     *
     * @param linger how long the pools of a shard stay open that has gone, for the answers that are still to come
     */
    Routes(
            Layout layout,
            HashSlot slots,
            Function<Shard, ShardPools> opening,
            ScheduledExecutorService timer,
            Duration linger) {
        this.slots = slots;
        this.opening = opening;
        this.timer = timer;
        this.linger = linger;
        this.table = adopt(layout);
    }

    private Table adopt(Layout layout) {
        for (Shard shard : layout.shards()) {
            pools.computeIfAbsent(shard, opening);
        }
        pools.keySet().removeIf(shard -> !layout.has(shard) && retire(pools.get(shard)));
        Map<Shard, ShardPools> all = Map.copyOf(pools);
        return new Table(layout, all, all.size() == 1 ? all.values().iterator().next() : null);
    }

    private boolean retire(@Nullable ShardPools gone) {
        if (gone != null) {
            retired.add(gone);
            var unused = Later.schedule(timer, linger, () -> end(gone));
        }
        return true;
    }

    private void end(ShardPools gone) {
        boolean mine;
        synchronized (this) {
            mine = retired.remove(gone);
        }
        if (mine) {
            gone.close();
        }
    }

    /** Returns the pools for a channel. */
    ShardPools of(Destination channel) {
        Table now = table;
        ShardPools only = now.only();
        return only != null ? only : pools(now, now.layout().of(slots.of(channel.name())));
    }

    /** Returns the pools of a shard, or of another if it has gone. */
    ShardPools of(Shard shard) {
        return pools(table, shard);
    }

    private static ShardPools pools(Table now, Shard shard) {
        ShardPools found = now.pools().get(shard);
        return found == null ? now.pools().values().iterator().next() : found;
    }

    @Override
    public void changed(LayoutChange change) {
        synchronized (this) {
            if (closed) {
                return;
            }
            table = adopt(change.now());
        }
        for (Relocation relocation : change.relocations()) {
            of(relocation.shard()).relocated();
        }
    }

    /** Returns the pools of all shards. */
    Collection<ShardPools> all() {
        return table.pools().values();
    }

    /** Has connections for commands replaced as they come back. */
    void refreshCommands() {
        all().forEach(shard -> shard.commands().refresh());
    }

    /** Returns the numbers of all pools that publish, together. */
    PoolStats stats() {
        return all().stream()
                .map(shard -> shard.publishing().stats())
                .reduce(Routes::sum)
                .orElseThrow();
    }

    private static PoolStats sum(PoolStats one, PoolStats other) {
        return new PoolStats(
                one.max() + other.max(),
                one.open() + other.open(),
                one.idle() + other.idle(),
                one.leased() + other.leased(),
                one.waiting() + other.waiting(),
                one.opened() + other.opened(),
                one.reused() + other.reused(),
                one.waited() + other.waited());
    }

    @Override
    public void close() {
        List<ShardPools> left;
        synchronized (this) {
            closed = true;
            left = new ArrayList<>(retired);
            left.addAll(pools.values());
            retired.clear();
        }
        Closing.all(left);
    }
}

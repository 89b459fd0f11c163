package io.fanfare;

import java.util.List;
import java.util.Map;

/**
 * What a refresh of a topology changed.
 *
 * @param now the layout from now on
 * @param relocations the shards that have another primary
 * @param soundNanos the {@link System#nanoTime()} at which the layout before was last known to be right
 * @param isFirst whether nothing was known before
 */
record LayoutChange(Layout now, List<Relocation> relocations, long soundNanos, boolean isFirst) {
    boolean isNone(Layout before) {
        return !isFirst && relocations.isEmpty() && before.agrees(now);
    }

    /** Returns what becomes of a layout when primaries were found, and which shards are to have another primary. */
    static LayoutChange of(Layout before, Map<Shard, Primary> matched, long soundNanos) {
        List<Relocation> relocations = matched.entrySet().stream()
                .filter(entry -> entry.getKey().primary() != null
                        && !entry.getKey().isServedBy(entry.getValue().node()))
                .map(entry -> relocation(entry.getKey(), entry.getValue()))
                .toList();
        boolean isFirst = before.shards().stream().allMatch(shard -> shard.primary() == null);
        return new LayoutChange(Layout.of(matched), relocations, soundNanos, isFirst);
    }

    private static Relocation relocation(Shard shard, Primary now) {
        return new Relocation(shard, java.util.Objects.requireNonNull(shard.primary()), now.node(), shard.namedNanos());
    }
}

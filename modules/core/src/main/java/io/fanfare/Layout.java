package io.fanfare;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which shards a deployment has at one time, and which hash slots each of them serves. Immutable, but for the primaries
 * of the shards.
 */
final class Layout {
    private final Map<Shard, BitSet> slots;
    private final List<Shard> shards;
    private final Shard[] owners;

    private Layout(Map<Shard, BitSet> slots) {
        this.slots = slots;
        this.shards = List.copyOf(slots.keySet());
        this.owners = shards.size() == 1 ? new Shard[0] : new Shard[HashSlot.COUNT];
        if (owners.length > 0) {
            slots.forEach((shard, served) -> served.stream().forEach(slot -> owners[slot] = shard));
        }
    }

    /** Returns the layout of a deployment of which nothing more is known than that it is there. */
    static Layout of(Shard only) {
        return new Layout(Map.of(only, new BitSet()));
    }

    /** Returns the shards, one or more. */
    List<Shard> shards() {
        return shards;
    }

    boolean has(Shard shard) {
        return slots.containsKey(shard);
    }

    /** Returns the shard that serves a hash slot; any, always the same, if none does. */
    Shard of(int slot) {
        if (owners.length == 0) {
            return shards.get(0);
        }
        Shard owner = owners[slot];
        return owner == null ? shards.get(slot % shards.size()) : owner;
    }

    /**
     * Returns which shard each of the primaries that were found belongs to. A primary goes on with its shard; one that
     * is new takes the shard whose primary is gone and with whose slots it has most in common, and only else a new one.
     *
     * @param deployment what a new shard is called until its primary is known
     */
    Map<Shard, Primary> match(List<Primary> found, String deployment) {
        Map<Shard, Primary> matched = new LinkedHashMap<>();
        List<Primary> rest = new ArrayList<>(found);
        for (Shard shard : shards) {
            for (Primary primary : found) {
                if (shard.isServedBy(primary.node()) && rest.remove(primary)) {
                    matched.put(shard, primary);
                }
            }
        }
        List<Shard> orphans = new ArrayList<>(shards);
        orphans.removeAll(matched.keySet());
        Match next = closest(orphans, rest);
        while (next != null) {
            matched.put(next.shard(), next.primary());
            orphans.remove(next.shard());
            rest.remove(next.primary());
            next = closest(orphans, rest);
        }
        rest.forEach(primary -> matched.put(new Shard(deployment), primary));
        return matched;
    }

    private record Match(Shard shard, Primary primary, int common) {}

    /** Returns the shard and the primary that have most slots in common; null if none have any. */
    private @Nullable Match closest(List<Shard> orphans, List<Primary> found) {
        Match best = null;
        for (Primary primary : found) {
            for (Shard orphan : orphans) {
                boolean alone = shards.size() == 1
                        && (primary.slots().isEmpty() || slots(orphan).isEmpty());
                int common = alone ? HashSlot.COUNT : primary.sharedSlots(slots(orphan));
                if (common > (best == null ? 0 : best.common())) {
                    best = new Match(orphan, primary, common);
                }
            }
        }
        return best;
    }

    private BitSet slots(Shard shard) {
        return slots.getOrDefault(shard, new BitSet());
    }

    /** Returns the layout with the shards that were matched. */
    static Layout of(Map<Shard, Primary> matched) {
        Map<Shard, BitSet> slots = new LinkedHashMap<>();
        matched.forEach((shard, primary) -> slots.put(shard, primary.slots()));
        return new Layout(slots);
    }

    /** Tells whether another layout gives each slot to the same shard. */
    boolean agrees(Layout other) {
        return slots.equals(other.slots);
    }
}

package io.fanfare.embedded;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What one node of a cluster knows of all nodes: its answer to {@code CLUSTER NODES}. */
final class ClusterView {
    /**
     * One line of the answer.
     *
     * @param master the id of its master, {@code -} for a master
     */
    record Entry(String id, List<String> flags, String master, boolean linked) {
        boolean isMaster() {
            return flags.contains("master");
        }

        /** Returns whether the node is known, reached and not suspected. */
        boolean healthy() {
            return linked
                    && flags.stream()
                            .noneMatch(flag ->
                                    flag.startsWith("fail") || flag.equals("handshake") || flag.equals("noaddr"));
        }
    }

    private static final int ID = 0;
    private static final int FLAGS = 2;
    private static final int MASTER = 3;
    private static final int LINK = 7;
    private static final int SLOTS = 8;

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final @Nullable Entry[] owners = new Entry[Slots.COUNT];
    private String self = "";

    ClusterView(String nodes) {
        nodes.lines().filter(line -> !line.isBlank()).forEach(this::read);
    }

    private void read(String line) {
        String[] words = line.split(" ", -1);
        List<String> flags = List.of(words[FLAGS].split(",", -1));
        boolean myself = flags.contains("myself");
        Entry entry = new Entry(words[ID], flags, words[MASTER], myself || words[LINK].equals("connected"));
        for (int i = SLOTS; i < words.length; i++) {
            // a slot on the move stands in brackets beside the range that it belongs to
            if (!words[i].startsWith("[") && !words[i].isBlank()) {
                own(entry, words[i]);
            }
        }
        if (myself) {
            self = entry.id();
        }
        entries.put(entry.id(), entry);
    }

    private void own(Entry entry, String range) {
        String[] ends = range.split("-", -1);
        int last = Integer.parseInt(ends[ends.length - 1]);
        for (int slot = Integer.parseInt(ends[0]); slot <= last; slot++) {
            owners[slot] = entry;
        }
    }

    /** Returns what the node knows of itself. */
    Entry self() {
        return Objects.requireNonNull(entries.get(self), "a node that does not know itself");
    }

    /** Returns what the node knows of another, null for nothing. */
    @Nullable
    Entry entry(String id) {
        return entries.get(id);
    }

    int size() {
        return entries.size();
    }

    /** Returns the id of the node that serves a slot, or nothing. */
    String owner(int slot) {
        Entry owner = owners[slot];
        return owner == null ? "" : owner.id();
    }

    /** Returns whether a node serves any slot. */
    boolean serves(String id) {
        return Arrays.stream(owners)
                .anyMatch(owner -> owner != null && owner.id().equals(id));
    }

    /** Returns how many nodes serve slots. */
    long serving() {
        return Arrays.stream(owners).filter(Objects::nonNull).distinct().count();
    }

    /** Returns whether another view has the same nodes serve the same slots. */
    boolean sameOwners(ClusterView other) {
        for (int slot = 0; slot < Slots.COUNT; slot++) {
            if (!owner(slot).equals(other.owner(slot))) {
                return false;
            }
        }
        return true;
    }
}

package io.fanfare.transport.lettuce;

import io.fanfare.spi.Name;
import io.fanfare.spi.Topic;
import org.jspecify.annotations.Nullable;

/**
 * Topics of one kind by the bytes of their names, looked up without creating a name. One thread only.
 *
 * @param <T> the kind
 */
final class TopicTable<T extends Topic> {
    /** Open addressing with linear probing; at most half full; the length is a power of two. */
    private @Nullable Topic[] slots = new Topic[16];

    private int size;

    /** Returns the topic whose name is the first {@code length} bytes of {@code name}; null if there is none. */
    @SuppressWarnings("unchecked") // put takes nothing but T
    @Nullable
    T find(byte[] name, int length) {
        int mask = slots.length - 1;
        int slot = spread(Name.hash(name, 0, length)) & mask;
        Topic topic;
        while ((topic = slots[slot]) != null) {
            if (topic.name().contentEquals(name, 0, length)) {
                return (T) topic;
            }
            slot = (slot + 1) & mask;
        }
        return null;
    }

    /** Adds a topic, in place of one with the same name. */
    void put(T topic) {
        if (2 * (size + 1) > slots.length) {
            grow();
        }
        if (insert(topic)) {
            size++;
        }
    }

    /** Removes the topic of that name, if there is one. */
    void remove(Name name) {
        int mask = slots.length - 1;
        int slot = spread(name.hashCode()) & mask;
        Topic topic;
        while ((topic = slots[slot]) != null) {
            if (topic.name().equals(name)) {
                size--;
                close(slot);
                return;
            }
            slot = (slot + 1) & mask;
        }
    }

    /** Empties a slot and moves what was displaced by it closer to its own. */
    private void close(int emptied) {
        int mask = slots.length - 1;
        int hole = emptied;
        int slot = (hole + 1) & mask;
        slots[hole] = null;
        Topic topic;
        while ((topic = slots[slot]) != null) {
            int home = spread(topic.name().hashCode()) & mask;
            if (((slot - home) & mask) >= ((slot - hole) & mask)) {
                slots[hole] = topic;
                slots[slot] = null;
                hole = slot;
            }
            slot = (slot + 1) & mask;
        }
    }

    private boolean insert(Topic added) {
        int mask = slots.length - 1;
        int slot = spread(added.name().hashCode()) & mask;
        Topic topic;
        while ((topic = slots[slot]) != null) {
            if (topic.name().equals(added.name())) {
                slots[slot] = added;
                return false;
            }
            slot = (slot + 1) & mask;
        }
        slots[slot] = added;
        return true;
    }

    private void grow() {
        @Nullable Topic[] old = slots;
        slots = new Topic[2 * old.length];
        for (Topic topic : old) {
            if (topic != null) {
                insert(topic);
            }
        }
    }

    private static int spread(int hash) {
        return hash ^ (hash >>> 16);
    }
}

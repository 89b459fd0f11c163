package io.fanfare.transport.redisson;

import io.fanfare.spi.Name;
import io.fanfare.spi.Topic;
import org.jspecify.annotations.Nullable;

/** The subscribed topics of one kind, found by the bytes of their names. Not thread-safe. */
final class TopicTable {
    private static final int INITIAL = 16;

    private @Nullable Entry[] entries = new @Nullable Entry[INITIAL];
    private int size;

    /** Returns the topic whose name is the given bytes; null if there is none. */
    @Nullable
    Topic find(byte[] array, int offset, int length) {
        int hash = Name.hash(array, offset, length);
        for (Entry entry = entries[slot(hash)]; entry != null; entry = entry.next) {
            if (entry.hash == hash && entry.topic.name().contentEquals(array, offset, length)) {
                return entry.topic;
            }
        }
        return null;
    }

    /** Adds a topic, in place of an equal one. */
    void add(Topic topic) {
        remove(topic);
        if (size == entries.length) {
            grow();
        }
        int hash = topic.name().hashCode();
        int slot = slot(hash);
        entries[slot] = new Entry(hash, topic, entries[slot]);
        size++;
    }

    /** Removes a topic if it is there. */
    void remove(Topic topic) {
        int hash = topic.name().hashCode();
        int slot = slot(hash);
        Entry before = null;
        for (Entry entry = entries[slot]; entry != null; entry = entry.next) {
            if (entry.topic.equals(topic)) {
                if (before == null) {
                    entries[slot] = entry.next;
                } else {
                    before.next = entry.next;
                }
                size--;
                return;
            }
            before = entry;
        }
    }

    private void grow() {
        @Nullable Entry[] old = entries;
        entries = new @Nullable Entry[old.length * 2];
        for (Entry chain : old) {
            Entry entry = chain;
            while (entry != null) {
                Entry following = entry.next;
                int slot = slot(entry.hash);
                entry.next = entries[slot];
                entries[slot] = entry;
                entry = following;
            }
        }
    }

    private int slot(int hash) {
        return (hash ^ (hash >>> 16)) & (entries.length - 1);
    }

    private static final class Entry {
        final int hash;
        final Topic topic;

        @Nullable
        Entry next;

        Entry(int hash, Topic topic, @Nullable Entry next) {
            this.hash = hash;
            this.topic = topic;
            this.next = next;
        }
    }
}

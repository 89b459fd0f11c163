package io.fanfare.transport.jedis;

import io.fanfare.spi.Name;
import io.fanfare.spi.Topic;
import org.jspecify.annotations.Nullable;

/** The topics of one kind by the bytes of their names, to be found without creating a name. For one thread. */
final class TopicTable {
    private @Nullable Entry[] entries = new Entry[16];
    private int size;

    @Nullable
    Topic find(byte[] array, int offset, int length) {
        int hash = Name.hash(array, offset, length);
        for (Entry entry = entries[index(hash)]; entry != null; entry = entry.next) {
            if (entry.hash == hash && entry.name.contentEquals(array, offset, length)) {
                return entry.topic;
            }
        }
        return null;
    }

    /** Adds a topic in place of any of the same name. */
    void put(Topic topic) {
        remove(topic.name());
        if (size >= entries.length) {
            grow();
        }
        insert(new Entry(topic));
        size++;
    }

    /** Removes and returns the topic of a name; null if there is none. */
    @Nullable
    Topic remove(Name name) {
        int index = index(name.hashCode());
        Entry before = null;
        for (Entry entry = entries[index]; entry != null; entry = entry.next) {
            if (entry.name.equals(name)) {
                if (before == null) {
                    entries[index] = entry.next;
                } else {
                    before.next = entry.next;
                }
                size--;
                return entry.topic;
            }
            before = entry;
        }
        return null;
    }

    private void grow() {
        @Nullable Entry[] old = entries;
        entries = new Entry[old.length * 2];
        for (Entry first : old) {
            Entry entry = first;
            while (entry != null) {
                Entry following = entry.next;
                insert(entry);
                entry = following;
            }
        }
    }

    private void insert(Entry entry) {
        int index = index(entry.hash);
        entry.next = entries[index];
        entries[index] = entry;
    }

    private int index(int hash) {
        return (hash ^ hash >>> 16) & (entries.length - 1);
    }

    private static final class Entry {
        private final Topic topic;
        private final Name name;
        private final int hash;
        private @Nullable Entry next;

        private Entry(Topic topic) {
            this.topic = topic;
            this.name = topic.name();
            this.hash = topic.name().hashCode();
        }
    }
}

package io.fanfare.spi;

import org.jspecify.annotations.Nullable;

/**
 * Topics of one kind by the bytes of their names, for transports: a message's channel is looked up in the bytes that
 * were read, without creating a name or a string. Not thread-safe.
 *
 * @param <T> the kind of topic
 */
public final class TopicTable<T extends Topic> {
    private @Nullable Topic[] slots = new @Nullable Topic[16];
    private int size;

    /** Creates an empty table. */
    public TopicTable() {}

    /**
     * Returns the topic whose name is {@code length} bytes of {@code array} from {@code offset}; null if there is none.
     */
    public @Nullable T find(byte[] array, int offset, int length) {
        int slot = home(Name.hash(array, offset, length));
        for (Topic topic = slots[slot]; topic != null; topic = slots[slot]) {
            if (topic.name().contentEquals(array, offset, length)) {
                return kind(topic);
            }
            slot = next(slot);
        }
        return null;
    }

    /** Adds a topic, in place of one with the same name. */
    public void put(T topic) {
        if (2 * (size + 1) > slots.length) {
            grow();
        }
        int slot = slotOf(topic.name());
        size += slots[slot] == null ? 1 : 0;
        slots[slot] = topic;
    }

    /** Removes and returns the topic with a name; null if there is none. */
    public @Nullable T remove(Name name) {
        int slot = slotOf(name);
        Topic removed = slots[slot];
        if (removed == null) {
            return null;
        }
        size--;
        slots[slot] = null;
        // what stands behind in the same run may have been displaced by what is gone
        for (int behind = next(slot); slots[behind] != null; behind = next(behind)) {
            Topic displaced = slots[behind];
            slots[behind] = null;
            slots[slotOf(displaced.name())] = displaced;
        }
        return kind(removed);
    }

    /** Returns how many topics there are. */
    public int size() {
        return size;
    }

    /** Returns the slot that holds a name, else the one to put it in. */
    private int slotOf(Name name) {
        int slot = home(name.hashCode());
        for (Topic topic = slots[slot]; topic != null && !topic.name().equals(name); topic = slots[slot]) {
            slot = next(slot);
        }
        return slot;
    }

    private void grow() {
        @Nullable Topic[] old = slots;
        slots = new @Nullable Topic[2 * old.length];
        for (Topic topic : old) {
            if (topic != null) {
                slots[slotOf(topic.name())] = topic;
            }
        }
    }

    private int home(int hash) {
        return (hash ^ (hash >>> 16)) & (slots.length - 1);
    }

    private int next(int slot) {
        return (slot + 1) & (slots.length - 1);
    }

    @SuppressWarnings("unchecked") // put takes nothing but T
    private T kind(Topic topic) {
        return (T) topic;
    }
}

package io.fanfare;

import io.fanfare.spi.Destination;
import io.fanfare.spi.Message;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.QueueLimits;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The messages and tasks that wait in one queue, in their order, and what the overflow policy does to them. */
final class Backlog {
    private final QueueLimits limits;

    /** Messages, tasks and, under the policy latest, places of messages. */
    private final ArrayDeque<Object> entries = new ArrayDeque<>();

    /** The place of each channel's waiting message behind the last task. */
    private final Map<Destination, Place> places = new HashMap<>();

    private int messages;
    private long bytes;

    /** Where the newest message of a channel waits. */
    private static final class Place {
        @Nullable
        Message message;

        Place(Message message) {
            this.message = message;
        }
    }

    Backlog(QueueLimits limits) {
        this.limits = limits;
    }

    int messages() {
        return messages;
    }

    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    int size() {
        return entries.size();
    }

    boolean startsWithTask() {
        return entries.peekFirst() instanceof Runnable;
    }

    /**
     * Takes a message in as the policy says.
     *
     * @param most the bytes that may wait here with it, besides the queue's own limit
     * @param refused gets what is dropped
     * @return whether it was dropped for lack of room, or others for it
     */
    boolean add(Message message, long most, List<Message> refused) {
        return switch (limits.overflow()) {
            case BLOCK -> {
                append(message);
                yield false;
            }
            case DROP_OLDEST -> {
                boolean dropped = makeRoom(message, most, refused);
                append(message);
                yield dropped;
            }
            case LATEST -> replace(message, most, refused);
            case DROP_NEWEST, END -> {
                boolean fits = fits(message, most);
                if (fits) {
                    append(message);
                } else {
                    refused.add(message);
                }
                yield !fits;
            }
        };
    }

    private boolean fits(Message message, long most) {
        return messages == 0
                || (messages < limits.maxMessages()
                        && bytes + message.payload().length() <= Math.min(limits.maxBytes(), most));
    }

    private void append(Message message) {
        entries.add(message);
        count(message, 1);
    }

    private void count(Message message, int sign) {
        messages += sign;
        bytes += sign * (long) message.payload().length();
    }

    /** Drops what waited longest until the message fits; tasks stay. Returns whether anything was dropped. */
    private boolean makeRoom(Message message, long most, List<Message> refused) {
        boolean dropped = false;
        while (!fits(message, most)) {
            Message oldest = entries.peekFirst() instanceof Runnable ? removeBehindTasks() : takeMessage();
            if (oldest == null) {
                throw new IllegalStateException(messages + " messages are counted and none waits");
            }
            refused.add(oldest);
            dropped = true;
        }
        return dropped;
    }

    private @Nullable Message removeBehindTasks() {
        for (Iterator<Object> iterator = entries.iterator(); iterator.hasNext(); ) {
            Object next = iterator.next();
            if (!(next instanceof Runnable)) {
                iterator.remove();
                return leave(next);
            }
        }
        return null;
    }

    private boolean replace(Message message, long most, List<Message> refused) {
        Place place = places.get(message.channel());
        if (place != null && place.message != null) {
            Message older = place.message;
            long more = message.payload().length() - (long) older.payload().length();
            if (messages == 1 || bytes + more <= Math.min(limits.maxBytes(), most)) {
                refused.add(older);
                place.message = message;
                bytes += more;
                return false;
            }
        }
        boolean dropped = makeRoom(message, most, refused);
        Place behind = places.get(message.channel());
        if (behind != null && behind.message != null) {
            Message older = behind.message;
            refused.add(older);
            count(older, -1);
            behind.message = message;
        } else {
            behind = new Place(message);
            places.put(message.channel(), behind);
            entries.add(behind);
        }
        count(message, 1);
        return dropped;
    }

    /** Adds a task behind what waits. */
    void add(Runnable task) {
        entries.add(task);
        places.clear();
    }

    /** Takes the first entry if it is a task. */
    @Nullable
    Runnable takeTask() {
        if (entries.peekFirst() instanceof Runnable task) {
            entries.removeFirst();
            return task;
        }
        return null;
    }

    /** Takes the first entry if it is a message. */
    @Nullable
    Message takeMessage() {
        Object first = entries.peekFirst();
        if (first == null || first instanceof Runnable) {
            return null;
        }
        entries.removeFirst();
        return leave(first);
    }

    /** Moves messages up to the next task to {@code to}, at most {@code most}; or returns the task if it is first. */
    @Nullable
    Runnable take(List<Message> to, long most) {
        Runnable task = takeTask();
        if (task != null) {
            return task;
        }
        while (to.size() < most) {
            Message message = takeMessage();
            if (message == null) {
                break;
            }
            to.add(message);
        }
        return null;
    }

    private @Nullable Message leave(Object entry) {
        Message message = entry instanceof Place place ? place.message : (Message) entry;
        if (message != null) {
            count(message, -1);
            if (limits.overflow() == OverflowPolicy.LATEST) {
                places.remove(message.channel(), entry);
            }
        }
        return message;
    }

    /** Takes out everything; {@code left} gets the messages that waited. */
    void clear(List<Message> left) {
        for (Object entry : entries) {
            Message message = entry instanceof Place place ? place.message : entry instanceof Message m ? m : null;
            if (message != null) {
                left.add(message);
            }
        }
        entries.clear();
        places.clear();
        messages = 0;
        bytes = 0;
    }
}

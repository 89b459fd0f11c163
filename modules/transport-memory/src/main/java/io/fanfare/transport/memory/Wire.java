package io.fanfare.transport.memory;

import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver.Role;
import io.fanfare.spi.Topic;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One connection: what the broker has sent and the client has not read yet, and how it ends.
 *
 * <p>The broker writes from any thread; only the event loop reads, which makes the calls come one at a time and in the
 * order of writing. Deliveries that wait are bounded by the output limit, answers by what the client left unanswered.
 * Lock order: transport, broker, wire, event loop; no code of others is called under any of them.
 */
final class Wire implements Runnable {
    /** The most events that one read takes, and so the largest batch. */
    static final int READ_LIMIT = 512;

    private final Broker broker;
    private final Peer peer;
    private final Node node;
    private final Role role;
    private final ConnectionListener listener;
    private final EventLoop loop;
    private final long outputLimit;
    private final Consumer<Wire> whenOver;

    private final Queue<Event> unread = new ArrayDeque<>();
    private final Map<Topic, Integer> unsubscribing = new ConcurrentHashMap<>();
    private long unreadBytes;
    private boolean scheduled;
    private boolean paused;
    private @Nullable PubSubException cut;
    private boolean over;
    private volatile @Nullable PubSubException ending;
    private volatile boolean closed;
    private volatile long lastReadNanos = System.nanoTime();

    // only the event loop uses these
    private final List<Event> read = new ArrayList<>();
    private final List<Message> batch = new ArrayList<>();

    Wire(
            Broker broker,
            Peer peer,
            Node node,
            Role role,
            ConnectionListener listener,
            EventLoop loop,
            long outputLimit,
            Consumer<Wire> whenOver) {
        this.broker = broker;
        this.peer = peer;
        this.node = node;
        this.role = role;
        this.listener = listener;
        this.loop = loop;
        this.outputLimit = outputLimit;
        this.whenOver = whenOver;
    }

    Node node() {
        return node;
    }

    Role role() {
        return role;
    }

    /** Returns who the broker takes this for. */
    Peer peer() {
        return peer;
    }

    Broker broker() {
        return broker;
    }

    long outputLimit() {
        return outputLimit;
    }

    boolean isOpen() {
        return ending == null;
    }

    long lastReadNanos() {
        return lastReadNanos;
    }

    /** Writes an answer. Returns null, or why the connection is over, in which case nobody will read it. */
    synchronized @Nullable PubSubException write(Event.Answer answer) {
        if (over) {
            return ending;
        }
        if (answer instanceof Event.Unsubscribed unsubscribed) {
            unsubscribing.merge(unsubscribed.topic(), 1, Integer::sum);
        }
        unread.add(answer);
        schedule();
        return null;
    }

    /** Writes a message. Returns false, and writes nothing, if it would exceed the output limit. */
    synchronized boolean write(Event.Delivery delivery) {
        if (ending != null || cut != null) {
            return true;
        }
        if (unreadBytes + delivery.bytes() > outputLimit) {
            return false;
        }
        unreadBytes += delivery.bytes();
        unread.add(delivery);
        schedule();
        return true;
    }

    /** Writes that a subscription has ended. */
    synchronized void write(Event.SubscriptionEnded ended) {
        if (ending == null && cut == null) {
            unread.add(ended);
            schedule();
        }
    }

    /** Ends the connection from the side of the broker. The client notices when it reads. */
    synchronized void cut(String why) {
        if (ending == null && cut == null) {
            cut = new PubSubException(ErrorCode.CONNECTION_LOST, "lost the connection to " + node + ": " + why);
            discardUnsolicited();
            schedule();
        }
    }

    /** Ends the connection from the side of the client. */
    void close() {
        synchronized (this) {
            closed = true;
            if (ending != null) {
                return;
            }
            ending = new PubSubException(ErrorCode.CLOSED, "the connection to " + node + " was closed");
            discardUnsolicited();
            schedule();
        }
        broker.disconnect(this);
    }

    synchronized void pause() {
        paused = true;
    }

    synchronized void resume() {
        paused = false;
        schedule();
    }

    /** Reads once: called by the event loop, again and again until there is nothing to read. */
    @Override
    public void run() {
        boolean last = takeUnread();
        read.forEach(this::handle);
        handOver();
        if (!read.isEmpty()) {
            read.clear();
            loop.execute(this);
        }
        PubSubException cause = ending;
        if (last && cause != null) {
            whenOver.accept(this);
            if (!closed) {
                EventLoop.guard(() -> listener.onLost(cause));
            }
        }
    }

    /** Moves what can be read now to {@link #read}; returns whether the connection is over with that. */
    private synchronized boolean takeUnread() {
        if (ending == null && paused) {
            scheduled = false;
            return false;
        }
        if (ending == null) {
            ending = cut;
        }
        while (!unread.isEmpty() && read.size() < READ_LIMIT) {
            Event event = unread.remove();
            if (event instanceof Event.Delivery delivery) {
                unreadBytes -= delivery.bytes();
            }
            read.add(event);
        }
        if (read.isEmpty()) {
            scheduled = false;
            over = ending != null;
            return over;
        }
        if (ending == null) {
            lastReadNanos = System.nanoTime();
        }
        return false;
    }

    private void handle(Event event) {
        if (event instanceof Event.Delivery delivery) {
            batch.add(delivery.message());
            return;
        }
        handOver();
        if (event instanceof Event.Unsubscribed unsubscribed) {
            unsubscribing.computeIfPresent(unsubscribed.topic(), (topic, count) -> count == 1 ? null : count - 1);
        }
        PubSubException cause = ending;
        if (event instanceof Event.Answer answer) {
            EventLoop.guard(cause == null ? answer::arrived : () -> answer.failed(cause));
        } else if (event instanceof Event.SubscriptionEnded ended
                && cause == null
                && !unsubscribing.containsKey(ended.topic())) {
            EventLoop.guard(() -> listener.onUnsubscribed(ended.topic()));
        }
    }

    private void handOver() {
        if (!batch.isEmpty() && ending == null) {
            EventLoop.guard(() -> listener.onMessages(batch));
        }
        batch.clear();
    }

    private void discardUnsolicited() {
        unread.removeIf(event -> !(event instanceof Event.Answer));
        unreadBytes = 0;
    }

    private void schedule() {
        boolean readable = ending != null || (!paused && (cut != null || !unread.isEmpty()));
        if (readable && !scheduled && !over) {
            scheduled = loop.execute(this);
        }
    }
}

package io.fanfare;

import io.fanfare.StateTracker.Part;
import io.fanfare.TopicEntry.Due;
import io.fanfare.TopicEntry.Held;
import io.fanfare.spi.ConnectionFactory;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.PubSubObserver.Role;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one subscription connection, and on it the topics that are wanted, through every loss. Topics are shared:
 * however many subscriptions want one, the server holds it once. Thread-safe.
 */
final class Subscriber implements Link.Events<SubscribeConnection>, Reconciler.Events, AutoCloseable {
    /**
     * How long after leaving a primary the next one is connected to. What the former has sent to its subscribers it
     * sends to the other nodes too, and that may come later: whoever subscribes there at once hears it again.
     */
    private static final Duration SETTLING = Duration.ofMillis(200);

    private final Shard shard;
    private final PubSubObserver observer;
    private final StateTracker states;
    private final TopicRegistry topics = new TopicRegistry();
    private final Changes changes = new Changes(this::report);
    private final Gate gate = new Gate();
    private final Reading reading;
    private final Topology topology;
    private final ScheduledExecutorService timer;
    private final Outage outage;
    private final Reconciler reconciler;
    private final Link<SubscribeConnection> link;
    private final TopicMoves moves;
    private final Vigil vigil;
    private volatile @Nullable Doubt doubt;
    private @Nullable CompletableFuture<Void> standby;
    private boolean draining;
    private boolean closed;
    private @Nullable PubSubException trouble;

    /** Creates one; {@code transport} returns what connects, for a listener of its messages. */
    Subscriber(
            Function<ConnectionListener, ConnectionFactory<SubscribeConnection>> transport,
            Shard shard,
            Topology topology,
            Reading reading,
            Backoff backoff,
            ScheduledExecutorService timer,
            PubSubObserver observer,
            StateTracker states,
            Functions functions,
            int window,
            Function<Subscriber, Vigil> vigil) {
        this.shard = shard;
        this.topology = topology;
        this.reading = reading;
        this.timer = timer;
        this.observer = observer;
        this.states = states;
        this.outage = new Outage(shard);
        this.reconciler = new Reconciler(topics, changes, backoff, timer, functions, window, this);
        ConnectionFactory<SubscribeConnection> factory = loss -> transport
                .apply(new TopicReader(topics, gate, observer, this::ended))
                .connect(loss);
        this.link = new Link<>(factory, backoff, timer, this);
        this.moves = new TopicMoves(topics, changes, reconciler, this::soundUntil, this::confirmed);
        this.vigil = vigil.apply(this);
    }

    /** Returns whether the connections are read. */
    Reading reading() {
        return reading;
    }

    /** Returns where the messages of all connections pass. */
    Gate gate() {
        return gate;
    }

    void start() {
        if (!changes.look(() -> standby != null)) {
            states.report(this, Part.DOWN, null);
        }
        link.start();
    }

    /**
     * Has it be no part of the client's state yet, and returns what completes when it holds all that is wanted; to be
     * called before the start.
     */
    CompletableFuture<Void> standby() {
        CompletableFuture<Void> up = new CompletableFuture<>();
        changes.make(() -> standby = up);
        return up;
    }

    /**
     * Ends the standby: makes it a part of the client's state, and tells its recipients what it has not told them.
     *
     * @param whole the topics of which nothing is missing
     * @param since the {@link System#nanoTime()} from which on messages of the others may be missing
     * @param cause why they may be missing
     */
    void promote(Set<Topic> whole, long since, PubSubException cause) {
        changes.make(() -> {
            standby = null;
            for (TopicEntry entry : topics.all()) {
                if (!entry.isOwn() && !whole.contains(entry.topic)) {
                    entry.openGap(since, cause);
                    topics.mark(entry, Due.YES);
                }
                if (entry.held == Held.YES) {
                    topics.mark(entry, Due.NO);
                    confirmed(entry);
                }
            }
        });
    }

    /** Returns the topics that the server holds. */
    Set<Topic> heldTopics() {
        return changes.look(() -> topics.all().stream()
                .filter(entry -> entry.held == Held.YES)
                .map(entry -> entry.topic)
                .collect(Collectors.toSet()));
    }

    /** Ends each change: reports what it made of this part of the client. */
    private void report() {
        boolean up = reconciler.connection() != null && topics.due() == 0;
        if (up) {
            outage.over(topics.held());
            if (topics.refused() == 0) {
                outage.allowed();
            }
        }
        CompletableFuture<Void> waiting = standby;
        if (waiting != null) {
            if (up && topics.held() == topics.all().size()) {
                changes.tell(() -> waiting.complete(null));
            }
        } else if (!closed) {
            Part part = !up ? Part.DOWN : topics.refused() > 0 ? Part.REFUSED : Part.UP;
            states.report(this, part, part == Part.UP ? null : trouble);
        }
    }

    /** Adds a recipient; the server is asked for its topic if it is the first. */
    void add(Recipient recipient) {
        changes.make(() -> {
            if (closed || draining) {
                PubSubException cause = new PubSubException(
                        ErrorCode.CLOSED, draining ? "the client is being drained" : "the client is closed");
                changes.tell(() -> recipient.fail(cause));
                return;
            }
            TopicEntry entry = topics.findOrAdd(recipient.topic());
            entry.add(recipient);
            if (entry.held == Held.YES) {
                confirm(recipient);
            } else {
                reconciler.want(entry);
            }
        });
    }

    /** Tells a recipient that the server has confirmed, unless another subscriber tells it as yet. */
    private boolean confirm(Recipient recipient) {
        if (standby != null && !recipient.isOwn()) {
            return false;
        }
        boolean before = recipient.confirm();
        if (!before) {
            changes.tell(recipient::tellReady);
        }
        return before;
    }

    /**
     * Removes a recipient; the server is told if it was the last of its topic.
     *
     * @param done run when the server has confirmed, or at once if there is nothing to confirm
     */
    void remove(Recipient recipient, Runnable done) {
        changes.make(() -> {
            TopicEntry entry = topics.find(recipient.topic());
            SubscribeConnection connection = reconciler.connection();
            if (entry != null) {
                entry.remove(recipient);
                if (!entry.isWanted() && entry.held == Held.YES && connection != null) {
                    reconciler.unsubscribe(connection, entry, done);
                    return;
                }
                if (!entry.isWanted()) {
                    topics.mark(entry, Due.NO);
                }
                if (!entry.isWanted() && entry.held == Held.NO) {
                    topics.drop(entry);
                }
            }
            changes.tell(done);
        });
    }

    /**
     * Ends all topics on the server, for good, while what is on its way still reaches its subscriptions.
     *
     * @return completes when the server has confirmed the end of each, or there is no connection
     */
    CompletableFuture<Void> drain() {
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        changes.make(() -> {
            draining = true;
            reconciler.end();
            SubscribeConnection connection = reconciler.connection();
            for (TopicEntry entry : topics.all()) {
                topics.mark(entry, Due.NO);
                if (entry.held == Held.YES && connection != null) {
                    CompletableFuture<Void> end = new CompletableFuture<>();
                    ends.add(end);
                    reconciler.unsubscribe(connection, entry, () -> end.complete(null));
                }
            }
        });
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new));
    }

    /** Returns how many topics the server holds as far as is known. */
    int held() {
        return changes.look(topics::held);
    }

    /** Tells whether the present connection holds a topic. */
    boolean holds(Topic topic) {
        return changes.look(() -> {
            TopicEntry entry = topics.find(topic);
            return entry != null && entry.held == Held.YES;
        });
    }

    /** Returns what the server must hold now; empty while that changes. */
    Optional<TopicRegistry.Census> census() {
        return changes.look(topics::census);
    }

    /**
     * Replaces a connection that does not do what it should, though it was not lost. Does nothing if it is not the
     * present one.
     *
     * @param soundNanos the {@link System#nanoTime()} until which it is known to have worked
     */
    void distrust(SubscribeConnection doubted, long soundNanos, PubSubException cause) {
        distrust(doubted, soundNanos, cause, Duration.ZERO);
    }

    private void distrust(SubscribeConnection doubted, long soundNanos, PubSubException cause, Duration pause) {
        doubt = new Doubt(doubted, soundNanos);
        if (link.giveUp(doubted, cause, pause)) {
            observer.disconnected(doubted.node(), Role.SUBSCRIBE, cause);
        }
    }

    /** Replaces the present connection, which is known to have worked until a {@link System#nanoTime()}. */
    void distrust(long soundNanos, PubSubException cause) {
        SubscribeConnection present = changes.look(reconciler::connection);
        if (present != null) {
            distrust(present, soundNanos, cause);
        }
    }

    /**
     * Authenticates the present connection anew, in place. The stage fails with the server's refusal, or with
     * {@link ErrorCode#UNSUPPORTED} where a connection that subscribes cannot do that, as under RESP2; without a
     * connection there is nothing to do.
     */
    CompletionStage<Void> authenticate(Authentication command) {
        SubscribeConnection present = changes.look(reconciler::connection);
        return present == null ? CompletableFuture.completedFuture(null) : command.over(present.node(), present::call);
    }

    /** Returns what takes topics out and in. */
    TopicMoves moves() {
        return moves;
    }

    /** Leaves a primary for another: replaces a connection to it, or connects without delay if there is none. */
    void leave(Relocation relocation) {
        SubscribeConnection present = changes.look(reconciler::connection);
        if (present != null && present.node().equals(relocation.from())) {
            distrust(present, relocation.soundNanos(), relocation.cause(), SETTLING);
        } else {
            link.hurry();
        }
    }

    @Override
    public void connected(SubscribeConnection made) {
        changes.make(() -> {
            if (!closed && !draining) {
                vigil.connected(made);
                reconciler.connected(made);
            }
        });
        reading.connected(made);
        if (shard.wasServedBy(made.node())) {
            var unused = Later.schedule(timer, Duration.ZERO, () -> leaveFormer(made));
        }
    }

    /** Gives up a connection that was made while the primary changed. */
    private void leaveFormer(SubscribeConnection made) {
        Node now = shard.primary();
        if (now != null) {
            leave(new Relocation(shard, made.node(), now, System.nanoTime()));
        }
    }

    @Override
    public void failed(PubSubException cause) {
        changes.make(() -> {
            trouble = cause;
            outage.cannotConnect(cause);
        });
    }

    @Override
    public void lost(SubscribeConnection lost, PubSubException cause) {
        long since = soundUntil(lost);
        vigil.lost();
        reading.lost(lost);
        changes.make(() -> {
            reconciler.lost();
            trouble = cause;
            int count = 0;
            for (TopicEntry entry : topics.all()) {
                count += lose(entry, since, cause) ? 1 : 0;
            }
            outage.lost(count, since, cause);
        });
    }

    private long soundUntil(SubscribeConnection lost) {
        long brought = vigil.knownUntil(lost);
        Doubt known = doubt;
        if (known != null && known.connection == lost && known.soundNanos - brought < 0) {
            return known.soundNanos;
        }
        return brought;
    }

    /** Notes that the connection no longer holds a topic, and opens its gap; returns whether the application had it. */
    private boolean lose(TopicEntry entry, long since, PubSubException cause) {
        boolean held = entry.held == Held.YES && !entry.isOwn();
        topics.hold(entry, Held.NO);
        if (!entry.isWanted()) {
            topics.drop(entry);
        } else if (held && entry.lostBy == null) {
            entry.openGap(since, cause);
            topics.mark(entry, Due.YES);
        }
        return held;
    }

    /** The server ended a subscription by itself. */
    private void ended(Topic topic) {
        changes.make(() -> {
            TopicEntry entry = topics.find(topic);
            SubscribeConnection present = reconciler.connection();
            if (entry == null || entry.held != Held.YES || present == null || draining) {
                return;
            }
            PubSubException cause = new PubSubException(
                    ErrorCode.MOVED,
                    present.node() + " ended the subscription to " + topic + ": its slot is served elsewhere");
            long since = soundUntil(present);
            boolean held = lose(entry, since, cause);
            outage.lost(held ? 1 : 0, since, cause);
            topology.suspect();
            if (entry.isWanted()) {
                reconciler.want(entry);
            }
        });
    }

    /** Confirms every recipient, and tells those that were confirmed before of the gap. */
    @Override
    public void confirmed(TopicEntry entry) {
        Gap gap = closeGap(entry);
        for (Recipient recipient : entry.recipients) {
            if (confirm(recipient) && gap != null) {
                changes.tell(() -> recipient.tell(gap));
            }
        }
    }

    private @Nullable Gap closeGap(TopicEntry entry) {
        Gap gap = entry.closeGap();
        if (gap != null) {
            Duration length = Duration.between(gap.start(), gap.end());
            changes.tell(() -> observer.gap(entry.topic, length));
        }
        return gap;
    }

    /** A refusal for good ends those that never had the topic; those that had it wait for it to be allowed again. */
    @Override
    public void refused(TopicEntry entry, PubSubException failure) {
        CompletableFuture<Void> waiting = standby;
        if (waiting != null && !entry.isOwn()) {
            changes.tell(() -> waiting.completeExceptionally(failure));
            return;
        }
        if (!entry.isOwn()) {
            trouble = failure;
        }
        for (Recipient recipient : entry.recipients) {
            if (!recipient.isConfirmed()) {
                entry.remove(recipient);
                changes.tell(() -> recipient.fail(failure));
            }
        }
    }

    @Override
    public void retried(TopicEntry entry, PubSubException failure) {
        if (failure.code() == ErrorCode.MOVED && topology.canChange()) {
            var unused = topology.moved(failure);
        } else if (!entry.isOwn()) {
            outage.refused(entry.topic, failure);
        }
    }

    @Override
    public void close() {
        List<Recipient> left = new ArrayList<>();
        changes.make(() -> {
            closed = true;
            reconciler.lost();
            topics.all().forEach(entry -> left.addAll(entry.recipients));
        });
        states.forget(this);
        vigil.close();
        link.close();
        left.forEach(Recipient::close);
    }

    @Override
    public String toString() {
        return shard.toString();
    }

    /** Until when a connection that is given up is known to have worked. */
    private record Doubt(SubscribeConnection connection, long soundNanos) {}
}

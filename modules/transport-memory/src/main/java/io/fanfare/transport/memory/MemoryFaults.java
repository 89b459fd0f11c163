package io.fanfare.transport.memory;

import io.fanfare.spi.Destination;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubObserver.Role;
import io.fanfare.spi.Topic;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes the broker at one address fail on demand, for tests. What it refuses is refused to every client of that address
 * in this JVM, until it is allowed again or this is closed. The broker exists as long as this is open, so that faults
 * can be set before the first client connects. Thread-safe.
 *
 * <pre>{@code
 * try (MemoryFaults faults = MemoryFaults.at(Node.of("localhost", 6379))) {
 *     faults.refuseConnects();
 *     faults.cut(Role.SUBSCRIBE);
 *     // … the client under test reports a gap …
 *     faults.allowConnects();
 * }
 * }</pre>
 */
public final class MemoryFaults implements AutoCloseable {
    private final Broker broker;
    private final Set<Topic> notSubscribed = ConcurrentHashMap.newKeySet();
    private final Set<Destination> notPublished = ConcurrentHashMap.newKeySet();
    private final Set<String> notRun = ConcurrentHashMap.newKeySet();
    private volatile boolean refusesConnects;
    private volatile boolean replica;

    private MemoryFaults(Broker broker) {
        this.broker = broker;
    }

    /** Returns new faults, none of them set, for the broker at the connect address of {@code node}. */
    public static MemoryFaults at(Node node) {
        Broker broker = Brokers.enter(node.connect());
        MemoryFaults faults = new MemoryFaults(broker);
        broker.add(faults);
        return faults;
    }

    /** Cuts every connection of a role, each of which reports its loss; returns how many those are. */
    public int cut(Role role) {
        return broker.cut(role);
    }

    /** Returns how many connections of a role the broker has. */
    public int connections(Role role) {
        return broker.connections(role);
    }

    /** Refuses every further connection with {@link io.fanfare.spi.ErrorCode#CONNECT_FAILED}. */
    public void refuseConnects() {
        refusesConnects = true;
    }

    /** Accepts connections again. */
    public void allowConnects() {
        refusesConnects = false;
    }

    /**
     * Answers subscribing to {@code topic} with {@code NOPERM}. Subscriptions that exist stay, and a pattern is refused
     * only if it is itself {@code topic}.
     */
    public void refuseSubscribing(Topic topic) {
        notSubscribed.add(topic);
    }

    /** Allows subscribing to {@code topic} again. */
    public void allowSubscribing(Topic topic) {
        notSubscribed.remove(topic);
    }

    /** Answers publishing to {@code channel} with {@code NOPERM}. */
    public void refusePublishing(Destination channel) {
        notPublished.add(channel);
    }

    /** Allows publishing to {@code channel} again. */
    public void allowPublishing(Destination channel) {
        notPublished.remove(channel);
    }

    /**
     * Ends every subscription to {@code topic} without being asked, as Redis does when a slot moves to another node;
     * returns how many those were.
     */
    public int endSubscriptions(Topic topic) {
        return broker.endSubscriptions(topic);
    }

    /**
     * Ends every subscription to {@code topic} without a word to anybody, so that the broker holds fewer than it has
     * confirmed; returns how many those were.
     */
    public int dropSubscriptions(Topic topic) {
        return broker.dropSubscriptions(topic);
    }

    /**
     * Answers a command with {@code NOPERM}.
     *
     * @param command its name, such as {@code PING} or {@code UNSUBSCRIBE}, alone or with a subcommand as in
     *     {@code CLIENT|INFO}; in upper or lower case
     */
    public void refuseCommand(String command) {
        notRun.add(command.toUpperCase(Locale.ROOT));
    }

    /** Allows a command again that was refused under the same name. */
    public void allowCommand(String command) {
        notRun.remove(command.toUpperCase(Locale.ROOT));
    }

    /** Makes the broker a replica: {@code HELLO} says so, and all else stays as it is. */
    public void demote() {
        replica = true;
    }

    /** Makes the broker a master again. */
    public void promote() {
        replica = false;
    }

    /** Takes back what these faults refuse. A second call does nothing; use nothing else of this afterwards. */
    @Override
    public void close() {
        broker.remove(this);
    }

    boolean refusesConnects() {
        return refusesConnects;
    }

    boolean isReplica() {
        return replica;
    }

    boolean refusesCommand(String command) {
        int subcommand = command.indexOf('|');
        return notRun.contains(command) || (subcommand >= 0 && notRun.contains(command.substring(0, subcommand)));
    }

    boolean refusesSubscribing(Topic topic) {
        return notSubscribed.contains(topic);
    }

    boolean refusesPublishing(Destination channel) {
        return notPublished.contains(channel);
    }
}

package io.fanfare.transport.memory;

import io.fanfare.spi.Address;
import io.fanfare.spi.Channel;
import io.fanfare.spi.Destination;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver.Role;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.Reply;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a Redis server does for Pub/Sub: knows who is subscribed to what, and writes each message to the wires of its
 * receivers. It works on the threads of its callers, one at a time. What a wire sends that is not connected any more
 * has no effect, and its answer fails.
 */
final class Broker {
    private static final String NO_PERMISSION =
            "NOPERM this user has no permissions to access one of the channels used as arguments";

    private final Address address;
    private final Map<Wire, Set<Topic>> connected = new LinkedHashMap<>();
    private final Map<Topic, Set<Wire>> destinations = new LinkedHashMap<>();
    private final Map<Topic, Set<Wire>> patterns = new LinkedHashMap<>();
    private final List<MemoryFaults> faults = new ArrayList<>();

    Broker(Address address) {
        this.address = address;
    }

    Address address() {
        return address;
    }

    /** Connects a wire, which has entered; if it is refused, it has left. */
    synchronized void connect(Wire wire) {
        if (anyFault(MemoryFaults::refusesConnects)) {
            Brokers.leave(address);
            throw new PubSubException(
                    ErrorCode.CONNECT_FAILED,
                    "cannot connect to " + wire.node() + ": MemoryFaults refuses connections");
        }
        connected.put(wire, new LinkedHashSet<>());
    }

    /** Forgets a wire and its subscriptions, and leaves for it. */
    synchronized void disconnect(Wire wire) {
        Set<Topic> topics = connected.remove(wire);
        if (topics != null) {
            topics.forEach(topic -> remove(topic, wire));
            Brokers.leave(address);
        }
    }

    /** Subscribes; returns null, or why the wire is over. */
    synchronized @Nullable PubSubException subscribe(Wire wire, Topic topic, TopicCallback callback) {
        PubSubException refusal = null;
        String command = letter(topic) + "SUBSCRIBE";
        if (refusesCommand(command)) {
            refusal = PubSubException.refused(command + " " + topic, wire.node(), noPermission(command));
        } else if (anyFault(fault -> fault.refusesSubscribing(topic))) {
            refusal = PubSubException.refused(command + " " + topic, wire.node(), NO_PERMISSION);
        } else {
            Set<Topic> topics = connected.get(wire);
            if (topics != null && topics.add(topic)) {
                table(topic)
                        .computeIfAbsent(topic, unused -> new LinkedHashSet<>())
                        .add(wire);
            }
        }
        return wire.write(new Event.Subscribed(topic, callback, refusal));
    }

    /** Unsubscribes; returns null, or why the wire is over. */
    synchronized @Nullable PubSubException unsubscribe(Wire wire, Topic topic, TopicCallback callback) {
        PubSubException refusal = null;
        String command = letter(topic) + "UNSUBSCRIBE";
        Set<Topic> topics = connected.get(wire);
        if (refusesCommand(command)) {
            refusal = PubSubException.refused(command + " " + topic, wire.node(), noPermission(command));
        } else if (topics != null && topics.remove(topic)) {
            remove(topic, wire);
        }
        return wire.write(new Event.Unsubscribed(topic, callback, refusal));
    }

    /** Answers a ping; returns null, or why the wire is over. */
    synchronized @Nullable PubSubException ping(Wire wire, CompletableFuture<Void> stage) {
        PubSubException refusal =
                refusesCommand("PING") ? PubSubException.refused("PING", wire.node(), noPermission("PING")) : null;
        return wire.write(new Event.Pong(stage, refusal));
    }

    /** Answers a command; returns null, or why the wire is over. */
    synchronized @Nullable PubSubException call(Wire wire, List<byte[]> arguments, CompletableFuture<Reply> stage) {
        return wire.write(new Event.Replied(stage, new Commands(this, wire).answer(arguments)));
    }

    /** Publishes; returns null, or why the wire is over. */
    synchronized @Nullable PubSubException publish(
            Wire wire, Destination channel, Payload payload, PublishCallback callback) {
        PubSubException refusal = null;
        long receivers = 0;
        String command = channel instanceof ShardChannel ? "SPUBLISH" : "PUBLISH";
        if (refusesCommand(command)) {
            refusal = PubSubException.refused(command + " " + channel, wire.node(), noPermission(command));
        } else if (anyFault(fault -> fault.refusesPublishing(channel))) {
            refusal = PubSubException.refused(command + " " + channel, wire.node(), NO_PERMISSION);
        } else if (connected.containsKey(wire)) {
            receivers = deliver(channel, payload);
        }
        return wire.write(new Event.Published(callback, receivers, refusal));
    }

    /** As Redis does: first to the subscribers of the channel, then to those of each pattern that matches. */
    private long deliver(Destination channel, Payload payload) {
        List<Wire> full = new ArrayList<>(0);
        long receivers = deliver(channel, channel, payload, destinations.get(channel), full);
        if (channel instanceof Channel) {
            for (Map.Entry<Topic, Set<Wire>> entry : patterns.entrySet()) {
                if (entry.getKey() instanceof Pattern pattern && pattern.matches(channel.name())) {
                    receivers += deliver(entry.getKey(), channel, payload, entry.getValue(), full);
                }
            }
        }
        for (Wire wire : full) {
            wire.cut("more than its output limit of " + wire.outputLimit()
                    + " bytes waited for it; read faster, or raise the limit of MemoryTransportProvider");
            disconnect(wire);
        }
        return receivers;
    }

    private static long deliver(
            Topic topic, Destination channel, Payload payload, @Nullable Set<Wire> receivers, List<Wire> full) {
        if (receivers == null) {
            return 0;
        }
        for (Wire receiver : receivers) {
            Payload copy = Payload.of(payload.toByteArray());
            if (!receiver.write(new Event.Delivery(new Message(topic, channel, copy)))) {
                full.add(receiver);
            }
        }
        return receivers.size();
    }

    synchronized int cut(Role role) {
        List<Wire> wires =
                connected.keySet().stream().filter(wire -> wire.role() == role).toList();
        for (Wire wire : wires) {
            wire.cut("MemoryFaults cut every " + role + " connection");
            disconnect(wire);
        }
        return wires.size();
    }

    synchronized int endSubscriptions(Topic topic) {
        Set<Wire> wires = forget(topic);
        for (Wire wire : wires) {
            wire.write(new Event.SubscriptionEnded(topic));
        }
        return wires.size();
    }

    synchronized int dropSubscriptions(Topic topic) {
        return forget(topic).size();
    }

    /** Forgets every subscription to a topic; returns whose those were. */
    private Set<Wire> forget(Topic topic) {
        Set<Wire> wires = table(topic).remove(topic);
        if (wires == null) {
            return Set.of();
        }
        for (Wire wire : wires) {
            Set<Topic> topics = connected.get(wire);
            if (topics != null) {
                topics.remove(topic);
            }
        }
        return wires;
    }

    synchronized int connections(Role role) {
        return (int)
                connected.keySet().stream().filter(wire -> wire.role() == role).count();
    }

    /** Returns the channels or shard channels that have subscribers. */
    synchronized List<Destination> destinations(Class<? extends Destination> kind) {
        List<Destination> result = new ArrayList<>();
        for (Topic topic : destinations.keySet()) {
            if (kind.isInstance(topic)) {
                result.add(kind.cast(topic));
            }
        }
        return result;
    }

    /** Returns how many are subscribed to a channel or shard channel itself, patterns not counted. */
    synchronized int subscribers(Destination channel) {
        return destinations.getOrDefault(channel, Set.of()).size();
    }

    /** Returns how many different patterns have subscribers. */
    synchronized int patterns() {
        return patterns.size();
    }

    /** Returns what a wire is subscribed to. */
    synchronized List<Topic> topics(Wire wire) {
        return List.copyOf(connected.getOrDefault(wire, Set.of()));
    }

    /** Returns the wires that are connected, the oldest first. */
    synchronized List<Wire> wires() {
        return List.copyOf(connected.keySet());
    }

    synchronized boolean isReplica() {
        return anyFault(MemoryFaults::isReplica);
    }

    /**
     * Tells whether a command is refused.
     *
     * @param command its name, with that of the subcommand behind a {@code |}
     */
    synchronized boolean refusesCommand(String command) {
        return anyFault(fault -> fault.refusesCommand(command));
    }

    /** Returns how Redis refuses a command. */
    static String noPermission(String command) {
        return "NOPERM this user has no permissions to run the '" + command.toLowerCase(Locale.ROOT) + "' command";
    }

    synchronized void add(MemoryFaults fault) {
        faults.add(fault);
    }

    synchronized void remove(MemoryFaults fault) {
        if (faults.remove(fault)) {
            Brokers.leave(address);
        }
    }

    private boolean anyFault(Predicate<MemoryFaults> predicate) {
        return !faults.isEmpty() && faults.stream().anyMatch(predicate);
    }

    private Map<Topic, Set<Wire>> table(Topic topic) {
        return topic instanceof Pattern ? patterns : destinations;
    }

    private void remove(Topic topic, Wire wire) {
        table(topic).computeIfPresent(topic, (unused, wires) -> wires.remove(wire) && wires.isEmpty() ? null : wires);
    }

    /** Returns what the names of the commands for a topic begin with. */
    private static String letter(Topic topic) {
        return topic instanceof Pattern ? "P" : topic instanceof ShardChannel ? "S" : "";
    }
}

package io.fanfare.transport.memory;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Destination;
import io.fanfare.spi.Name;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.Reply;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The commands that a broker answers on one connection: {@code PING}, {@code HELLO} without arguments, {@code AUTH}
 * with any credentials, {@code CLIENT} with {@code ID}, {@code GETNAME}, {@code INFO} and {@code LIST}, {@code PUBSUB}
 * with {@code CHANNELS}, {@code NUMSUB}, {@code NUMPAT}, {@code SHARDCHANNELS} and {@code SHARDNUMSUB}.
 */
final class Commands {
    private static final Set<String> WITH_SUBCOMMANDS = Set.of("CLIENT", "PUBSUB");

    private final Broker broker;
    private final Wire wire;

    Commands(Broker broker, Wire wire) {
        this.broker = broker;
        this.wire = wire;
    }

    Reply answer(List<byte[]> arguments) {
        String command = arguments.isEmpty() ? "" : upper(arguments.get(0));
        boolean hasSubcommand = WITH_SUBCOMMANDS.contains(command) && arguments.size() > 1;
        String name = hasSubcommand ? command + "|" + upper(arguments.get(1)) : command;
        if (broker.refusesCommand(name)) {
            return new Reply.OfError(Broker.noPermission(name));
        }
        boolean isRestricted = wire.peer().resp2() && !broker.topics(wire).isEmpty();
        if (isRestricted && !command.equals("PING")) {
            return new Reply.OfError("ERR Can't execute '" + name.toLowerCase(Locale.ROOT)
                    + "': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET are allowed in this context");
        }
        return switch (command) {
            case "PING" -> ping(arguments, isRestricted);
            case "HELLO" -> hello(arguments);
            case "AUTH" -> auth(arguments);
            case "CLIENT" -> arguments.size() < 2 ? wrongNumber("client") : client(arguments);
            case "PUBSUB" -> arguments.size() < 2 ? wrongNumber("pubsub") : pubsub(arguments);
            default -> new Reply.OfError("ERR unknown command '" + text(arguments, 0) + "'");
        };
    }

    private static Reply ping(List<byte[]> arguments, boolean isRestricted) {
        if (arguments.size() > 2) {
            return wrongNumber("ping");
        }
        boolean hasMessage = arguments.size() == 2;
        Reply message = hasMessage ? new Reply.OfBytes(arguments.get(1).clone()) : bytes(isRestricted ? "" : "PONG");
        return isRestricted ? new Reply.OfList(List.of(bytes("pong"), message)) : message;
    }

    private Reply hello(List<byte[]> arguments) {
        if (arguments.size() > 1) {
            return new Reply.OfError("NOPROTO the transport memory changes no protocol");
        }
        boolean resp2 = wire.peer().resp2();
        Map<Reply, Reply> properties = new LinkedHashMap<>();
        properties.put(bytes("server"), bytes("fanfare-memory"));
        properties.put(bytes("version"), bytes("7.0.0"));
        properties.put(bytes("proto"), new Reply.OfNumber(resp2 ? 2 : 3));
        properties.put(bytes("id"), new Reply.OfNumber(wire.peer().id()));
        properties.put(bytes("mode"), bytes("standalone"));
        properties.put(bytes("role"), bytes(broker.isReplica() ? "replica" : "master"));
        properties.put(bytes("modules"), new Reply.OfList(List.of()));
        if (!resp2) {
            return new Reply.OfMap(Collections.unmodifiableMap(properties));
        }
        List<Reply> list = new ArrayList<>();
        properties.forEach((key, value) -> {
            list.add(key);
            list.add(value);
        });
        return new Reply.OfList(Collections.unmodifiableList(list));
    }

    private static Reply auth(List<byte[]> arguments) {
        return arguments.size() == 2 || arguments.size() == 3 ? bytes("OK") : wrongNumber("auth");
    }

    private Reply client(List<byte[]> arguments) {
        String subcommand = upper(arguments.get(1));
        boolean alone = arguments.size() == 2;
        return switch (subcommand) {
            case "ID" -> alone ? new Reply.OfNumber(wire.peer().id()) : wrongNumber("client|id");
            case "GETNAME" -> alone ? name() : wrongNumber("client|getname");
            case "INFO" -> alone ? bytes(describe(wire)) : wrongNumber("client|info");
            case "LIST" -> list(arguments);
            default -> unknownSubcommand(arguments);
        };
    }

    private Reply name() {
        String name = wire.peer().name();
        return name.isEmpty() ? new Reply.OfNull() : bytes(name);
    }

    private Reply list(List<byte[]> arguments) {
        boolean all = arguments.size() == 2;
        if (!all && (arguments.size() == 3 || !upper(arguments.get(2)).equals("ID"))) {
            return new Reply.OfError("ERR syntax error");
        }
        Set<String> ids = arguments.stream().skip(3).map(Commands::upper).collect(Collectors.toSet());
        return bytes(broker.wires().stream()
                .filter(listed ->
                        all || ids.contains(Long.toString(listed.peer().id())))
                .map(this::describe)
                .collect(Collectors.joining()));
    }

    /** Returns the line of a connection, in which the fields that Redis has of a socket are left out. */
    private String describe(Wire described) {
        List<Topic> topics = broker.topics(described);
        Peer peer = described.peer();
        return "id=" + peer.id() + " name=" + peer.name() + " flags=" + (topics.isEmpty() ? "N" : "P") + " db=0 sub="
                + count(topics, Channel.class) + " psub=" + count(topics, Pattern.class) + " ssub="
                + count(topics, ShardChannel.class) + " multi=-1 user=default resp=" + (peer.resp2() ? 2 : 3) + "\n";
    }

    private static long count(List<Topic> topics, Class<? extends Topic> kind) {
        return topics.stream().filter(kind::isInstance).count();
    }

    private Reply pubsub(List<byte[]> arguments) {
        return switch (upper(arguments.get(1))) {
            case "CHANNELS" -> channels(arguments, Channel.class);
            case "SHARDCHANNELS" -> channels(arguments, ShardChannel.class);
            case "NUMSUB" -> subscribers(arguments, Channel::new);
            case "SHARDNUMSUB" -> subscribers(arguments, ShardChannel::new);
            case "NUMPAT" ->
                arguments.size() == 2 ? new Reply.OfNumber(broker.patterns()) : wrongNumber("pubsub|numpat");
            default -> unknownSubcommand(arguments);
        };
    }

    private Reply channels(List<byte[]> arguments, Class<? extends Destination> kind) {
        if (arguments.size() > 3) {
            return wrongNumber("pubsub|" + text(arguments, 1).toLowerCase(Locale.ROOT));
        }
        List<Reply> names = new ArrayList<>();
        for (Destination channel : broker.destinations(kind)) {
            if (arguments.size() == 2 || new Pattern(Name.of(arguments.get(2))).matches(channel.name())) {
                names.add(new Reply.OfBytes(channel.name().bytes()));
            }
        }
        return new Reply.OfList(names);
    }

    private Reply subscribers(List<byte[]> arguments, Function<Name, Destination> kind) {
        List<Reply> counts = new ArrayList<>();
        for (byte[] name : arguments.subList(2, arguments.size())) {
            counts.add(new Reply.OfBytes(name.clone()));
            counts.add(new Reply.OfNumber(broker.subscribers(kind.apply(Name.of(name)))));
        }
        return new Reply.OfList(counts);
    }

    private static Reply unknownSubcommand(List<byte[]> arguments) {
        return new Reply.OfError("ERR unknown subcommand '" + text(arguments, 1) + "' of " + upper(arguments.get(0)));
    }

    private static Reply wrongNumber(String command) {
        return new Reply.OfError("ERR wrong number of arguments for '" + command + "' command");
    }

    private static Reply bytes(String text) {
        return new Reply.OfBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String upper(byte[] argument) {
        return new String(argument, StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
    }

    private static String text(List<byte[]> arguments, int index) {
        return index < arguments.size() ? new String(arguments.get(index), StandardCharsets.UTF_8) : "";
    }
}

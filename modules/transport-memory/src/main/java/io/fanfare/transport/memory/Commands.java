package io.fanfare.transport.memory;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Destination;
import io.fanfare.spi.Name;
import io.fanfare.spi.Reply;
import io.fanfare.spi.ShardChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The commands that a broker answers on one connection: {@code PING}, {@code CLIENT} with {@code ID} and
 * {@code GETNAME}, {@code PUBSUB} with {@code CHANNELS}, {@code NUMSUB}, {@code NUMPAT}, {@code SHARDCHANNELS} and
 * {@code SHARDNUMSUB}.
 */
final class Commands {
    private static final AtomicLong CLIENT_IDS = new AtomicLong();

    private final Broker broker;
    private final String clientName;
    private final long clientId = CLIENT_IDS.incrementAndGet();

    Commands(Broker broker, String clientName) {
        this.broker = broker;
        this.clientName = clientName;
    }

    Reply answer(List<byte[]> arguments) {
        String command = arguments.isEmpty() ? "" : upper(arguments.get(0));
        return switch (command) {
            case "PING" -> ping(arguments);
            case "CLIENT" -> arguments.size() < 2 ? wrongNumber("client") : client(arguments);
            case "PUBSUB" -> arguments.size() < 2 ? wrongNumber("pubsub") : pubsub(arguments);
            default -> new Reply.OfError("ERR unknown command '" + text(arguments, 0) + "'");
        };
    }

    private static Reply ping(List<byte[]> arguments) {
        return switch (arguments.size()) {
            case 1 -> bytes("PONG");
            case 2 -> new Reply.OfBytes(arguments.get(1).clone());
            default -> wrongNumber("ping");
        };
    }

    private Reply client(List<byte[]> arguments) {
        String subcommand = upper(arguments.get(1));
        if (!subcommand.equals("ID") && !subcommand.equals("GETNAME")) {
            return unknownSubcommand(arguments);
        }
        if (arguments.size() != 2) {
            return wrongNumber("client|" + subcommand.toLowerCase(Locale.ROOT));
        }
        if (subcommand.equals("ID")) {
            return new Reply.OfNumber(clientId);
        }
        boolean hasName = !clientName.isEmpty() && clientName.chars().allMatch(c -> c > ' ' && c <= '~');
        return hasName ? bytes(clientName) : new Reply.OfNull();
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
            if (arguments.size() == 2 || Glob.matches(Name.of(arguments.get(2)), channel.name())) {
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

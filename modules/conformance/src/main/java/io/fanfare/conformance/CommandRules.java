package io.fanfare.conformance;

import static io.fanfare.conformance.CheckedRule.must;

import io.fanfare.spi.Channel;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** What the server answers to commands. None of them touches a key or changes the server. */
final class CommandRules {
    private static final List<byte[]> CLIENT_ID =
            List.of("CLIENT".getBytes(StandardCharsets.US_ASCII), "ID".getBytes(StandardCharsets.US_ASCII));

    private CommandRules() {}

    static List<CheckedRule> rules() {
        return List.of(
                must("CMD-01", "an integer reply MUST arrive as a number", CommandRules::number),
                must("CMD-02", "a string reply MUST arrive byte for byte", CommandRules::bytes),
                must("CMD-03", "an array reply MUST arrive as a list of replies", CommandRules::list),
                must(
                        "CMD-04",
                        "an error reply MUST arrive as an error, and leave the connection usable",
                        CommandRules::error),
                must("CMD-05", "a null reply MUST arrive as the absence of a value", CommandRules::absence),
                must("CMD-06", "replies MUST belong to their commands in the order of the calls", CommandRules::order),
                must(
                        "CMD-07",
                        "a command on a subscribed connection MUST be answered among messages, and disturb none",
                        CommandRules::subscribed));
    }

    private static void number(Bench bench) {
        Reply reply = call(bench, bench.commands(), "PUBSUB", "NUMPAT");
        Violation.unless(
                reply instanceof Reply.OfNumber number && number.value() >= 0,
                "expected PUBSUB NUMPAT to answer a number of 0 or more, saw " + reply);
    }

    private static void bytes(Bench bench) {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        CommandConnection commands = bench.commands();
        List<byte[]> arguments = List.of("PING".getBytes(StandardCharsets.US_ASCII), all);
        Reply reply =
                accepted("PING", bench.await(commands.call(arguments), "the answer to PING with 256 byte values"));
        Violation.unless(
                reply.equals(new Reply.OfBytes(all)),
                "expected PING to answer its argument of 256 byte values, saw "
                        + (reply instanceof Reply.OfBytes other ? other.value().length + " other bytes" : reply));
    }

    private static void list(Bench bench) {
        String channel = bench.channelName("nobody");
        Reply reply = call(bench, bench.commands(), "PUBSUB", "NUMSUB", channel);
        Reply expected = new Reply.OfList(
                List.of(new Reply.OfBytes(channel.getBytes(StandardCharsets.US_ASCII)), new Reply.OfNumber(0)));
        Violation.unless(reply.equals(expected), "expected PUBSUB NUMSUB to answer " + expected + ", saw " + reply);
    }

    private static void error(Bench bench) {
        CommandConnection commands = bench.commands();
        Reply reply = bench.await(commands.call("FANFARE.NOSUCH"), "the answer to a command that does not exist");
        Violation.unless(
                reply instanceof Reply.OfError error && error.prefix().equals("ERR"),
                "expected an error that begins with ERR for a command that does not exist, saw " + reply);
        Reply next = bench.await(commands.call("PING"), "the answer to PING after an error");
        Violation.unless(
                next instanceof Reply.OfBytes pong && pong.text().equals("PONG"),
                "expected PONG after an error reply, saw " + next);
    }

    private static void absence(Bench bench) {
        Reply reply = call(bench, bench.commands(), "COMMAND", "INFO", "fanfare.nosuch");
        Reply expected = new Reply.OfList(List.of(new Reply.OfNull()));
        Violation.unless(
                reply.equals(expected),
                "expected COMMAND INFO of a command that does not exist to answer a list of one absent value, saw "
                        + reply);
    }

    private static void order(Bench bench) {
        CommandConnection commands = bench.commands();
        List<CompletionStage<Reply>> replies = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            replies.add(commands.call("PING", Integer.toString(i)));
        }
        int wrong = 0;
        for (int i = 0; i < replies.size(); i++) {
            Reply reply = accepted("PING", bench.await(replies.get(i), "the answer to PING " + (i + 1) + " of 1000"));
            wrong += reply instanceof Reply.OfBytes bytes && bytes.text().equals(Integer.toString(i)) ? 0 : 1;
        }
        Violation.unlessEqual(0, wrong, "of 1000 replies that belong to another command");
    }

    private static void subscribed(Bench bench) {
        Capabilities.subscribedCommands(bench);
        int count = 2_000;
        Channel channel = bench.channel("commanded");
        Link link = Link.open(bench);
        Reply before = bench.await(link.subscriber().call(CLIENT_ID), "the answer to CLIENT ID before a subscription");
        link.subscribe(channel);
        Burst burst = new Burst(count);
        for (int i = 0; i < count; i++) {
            burst.next(bench, link.publisher(), channel);
            if (i % 100 == 0) {
                Reply reply = bench.await(
                        link.subscriber().call(CLIENT_ID),
                        "the answer to CLIENT ID " + (i / 100 + 1) + " of 20 among messages");
                Violation.unless(
                        reply.equals(before) || reply instanceof Reply.OfError,
                        "expected CLIENT ID to answer " + before + " among messages, or the error of RESP2, saw "
                                + reply);
            }
        }
        burst.awaitAnswers(bench);
        link.flush();
        Violation.unlessEqual(count, link.inbox().messages(channel).size(), "messages among 20 commands");
    }

    private static Reply call(Bench bench, CommandConnection commands, String... arguments) {
        String command = String.join(" ", arguments);
        return accepted(command, bench.await(commands.call(arguments), "the answer to " + command));
    }

    private static Reply accepted(String command, Reply reply) {
        if (reply instanceof Reply.OfError error) {
            throw new NotApplicable("the server refused " + command + ": " + error.message());
        }
        return reply;
    }
}

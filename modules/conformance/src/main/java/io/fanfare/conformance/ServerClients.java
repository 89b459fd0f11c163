package io.fanfare.conformance;

import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The server's view of its clients, and the end of our own. Not applicable where the server refuses the commands. */
final class ServerClients {
    /** An id that no client has: killing it does nothing, and tells whether killing is allowed. */
    private static final String NOBODY = Long.toString(Long.MAX_VALUE);

    private final Bench bench;
    private final CommandConnection commands;

    ServerClients(Bench bench, CommandConnection commands) {
        this.bench = bench;
        this.commands = commands;
    }

    /** Returns the ids of connections with a name. */
    List<Long> named(String name) {
        List<Long> ids = new ArrayList<>();
        for (String line : list().lines().toList()) {
            if (line.contains(" name=" + name + " ")) {
                ids.add(id(line));
            }
        }
        return ids;
    }

    /** Returns the ids of connections with a name that hold a subscription. */
    List<Long> subscribed(String name) {
        List<Long> ids = new ArrayList<>();
        for (String line : list().lines().toList()) {
            if (line.contains(" name=" + name + " ") && !(line.contains(" sub=0 ") && line.contains(" psub=0 "))) {
                ids.add(id(line));
            }
        }
        return ids;
    }

    /** Fails unless a connection with a name is listed. */
    void requireNamed(String name) {
        requireFound(named(name));
    }

    /** Ends connections of our own. */
    void kill(List<Long> ids) {
        requireFound(ids);
        for (long id : ids) {
            call("CLIENT", "KILL", "ID", Long.toString(id));
        }
    }

    /** Sends the end of connections of our own, and does not wait for it: traffic goes on while it happens. */
    void killSoon(List<Long> ids) {
        requireFound(ids);
        call("CLIENT", "KILL", "ID", NOBODY);
        for (long id : ids) {
            CompletionStage<Reply> unused = commands.call("CLIENT", "KILL", "ID", Long.toString(id));
        }
    }

    /** Returns how many connections the server counts as subscribed to a channel. */
    long subscribers(String channel) {
        if (call("PUBSUB", "NUMSUB", channel) instanceof Reply.OfList list
                && list.values().size() == 2
                && list.values().get(1) instanceof Reply.OfNumber number) {
            return number.value();
        }
        throw new Violation("expected PUBSUB NUMSUB to answer a list of a channel and a number");
    }

    /** Returns how many connections the server has accepted since it started. */
    long connectionsReceived() {
        String key = "total_connections_received:";
        for (String line : ServerInfo.text(call("INFO", "stats")).lines().toList()) {
            if (line.startsWith(key)) {
                return Long.parseLong(line.substring(key.length()).strip());
            }
        }
        throw new NotApplicable("INFO stats tells no total_connections_received");
    }

    private String list() {
        Reply reply = call("CLIENT", "LIST");
        if (reply instanceof Reply.OfBytes bytes) {
            return bytes.text();
        }
        throw new Violation("expected CLIENT LIST to answer a text, saw " + reply);
    }

    private Reply call(String... arguments) {
        String command = String.join(" ", arguments);
        Reply reply = bench.await(commands.call(arguments), "the answer to " + command);
        if (reply instanceof Reply.OfError error) {
            throw new NotApplicable("the server refused " + command + ": " + error.message());
        }
        return reply;
    }

    private static void requireFound(List<Long> ids) {
        Violation.unless(!ids.isEmpty(), "expected a connection of ours in CLIENT LIST by its client name, saw none");
    }

    private static long id(String line) {
        int start = line.indexOf("id=") + 3;
        return Long.parseLong(line.substring(start, line.indexOf(' ', start)));
    }
}

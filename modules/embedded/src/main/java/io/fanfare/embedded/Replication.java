package io.fanfare.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The role of one running server, asked and changed over a connection. */
final class Replication {
    private static final int ANSWER_MILLIS = 1000;
    private static final long POLL_NANOS = 5_000_000;

    private final Access access;
    private final Duration timeout;

    /**
     * Speaks to a server.
     *
     * @param timeout how long a change may take
     */
    Replication(Access access, Duration timeout) {
        this.access = access;
        this.timeout = timeout;
    }

    /** Makes the server a master and returns when it says that it is one. */
    void promote() {
        change("promote", List.<String[]>of(new String[] {"REPLICAOF", "NO", "ONE"}), "role:master");
    }

    /** Makes the server a replica and returns when the link to its master is up. */
    void follow(Access master) {
        List<String[]> commands = new ArrayList<>();
        if (!master.user().isEmpty()) {
            commands.add(new String[] {"CONFIG", "SET", "masteruser", master.user()});
        }
        commands.add(new String[] {"CONFIG", "SET", "masterauth", master.password()});
        commands.add(new String[] {"REPLICAOF", Loopback.HOST, String.valueOf(master.port())});
        change(
                "follow the master at port " + master.port(),
                commands,
                "role:slave",
                "master_port:" + master.port(),
                "master_link_status:up");
    }

    /** Returns when the link to the master is up. */
    void awaitLink(int masterPort) {
        change(
                "follow the master at port " + masterPort,
                List.of(),
                "role:slave",
                "master_port:" + masterPort,
                "master_link_status:up");
    }

    private void change(String what, List<String[]> commands, String... expected) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (RespSocket socket = access.open(ANSWER_MILLIS)) {
            for (String[] command : commands) {
                socket.call(command);
            }
            String state = socket.call("INFO", "replication");
            while (!state.lines().toList().containsAll(List.of(expected))) {
                if (System.nanoTime() - deadline > 0) {
                    throw failure(what, "within " + timeout + ": " + state.replace("\r\n", " "), null);
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw failure(what, "as the thread was interrupted", null);
                }
                LockSupport.parkNanos(POLL_NANOS);
                state = socket.call("INFO", "replication");
            }
        } catch (IOException e) {
            throw failure(what, "(" + e.getMessage() + ")", e);
        }
    }

    private EmbeddedRedisException failure(String what, String why, @Nullable Exception cause) {
        String message = "The redis-server at port " + access.port() + " did not " + what + " " + why;
        return cause == null ? new EmbeddedRedisException(message) : new EmbeddedRedisException(message, cause);
    }
}

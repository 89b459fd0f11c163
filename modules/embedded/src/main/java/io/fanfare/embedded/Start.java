package io.fanfare.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The start of one server: attempts until it answers, or until the start timeout or a failure that will not pass. */
final class Start {
    /** A server that answers, and its answer. */
    record Started(ServerProcess server, ServerInfo info) {}

    private static final int ATTEMPTS = 10;
    private static final long POLL_MILLIS = 5;
    private static final int ANSWER_MILLIS = 1000;
    private static final long PORT_POLL_NANOS = 20_000_000;
    private static final Pattern PORT_TAKEN = Pattern.compile("Address (already )?in use");
    private static final Pattern BINARY_BUSY = Pattern.compile("Text file busy");

    private final Binary binary;
    private final int fixedPort;
    private final Setup setup;
    private final Duration timeout;
    private final long deadline;

    /** The end of the log of the last process that ended while this start went on; blank for none. */
    private String ended = "";

    Start(Binary binary, int fixedPort, Setup setup) {
        this.binary = binary;
        this.fixedPort = fixedPort;
        this.setup = setup;
        this.timeout = setup.startTimeout();
        this.deadline = System.nanoTime() + timeout.toNanos();
    }

    /** Starts the server and gives up the caller's use of the binary; on failure nothing is left. */
    Started run() {
        try {
            for (int attempt = 1; ; attempt++) {
                ServerProcess server = launch(ports(), attempt);
                if (server == null) {
                    continue;
                }
                boolean started = false;
                try {
                    ServerInfo info = await(server);
                    if (info != null) {
                        server.confirm();
                        started = true;
                        return new Started(server, info);
                    }
                    String log = server.logTail();
                    if (attempt == ATTEMPTS || !passing(log)) {
                        throw failure(server, "ended with exit code " + server.exitCode(), log, null);
                    }
                } catch (IOException e) {
                    throw failure(server, "lost its guard", server.logTail(), e);
                } finally {
                    if (!started) {
                        server.close();
                    }
                }
            }
        } finally {
            binary.release();
        }
    }

    /** Starts another process of a server and waits for its port to become free; on failure none runs. */
    Started again(ServerProcess server) {
        boolean started = false;
        try {
            while (true) {
                server.runAgain();
                ServerInfo info = await(server);
                if (info != null) {
                    server.confirm();
                    started = true;
                    return new Started(server, info);
                }
                String log = server.logTail();
                boolean passing = BINARY_BUSY.matcher(log).find()
                        || PORT_TAKEN.matcher(log).find();
                if (!passing || System.nanoTime() - deadline > 0) {
                    throw failure(server, "ended with exit code " + server.exitCode(), log, null);
                }
                ended = log;
                LockSupport.parkNanos(PORT_POLL_NANOS);
            }
        } catch (IOException e) {
            throw failure(server, "lost its guard", server.logTail(), e);
        } finally {
            if (!started) {
                server.kill();
            }
        }
    }

    private Ports ports() {
        if (setup.isCluster()) {
            Ports free = Loopback.freePorts();
            return fixedPort == 0 ? free : new Ports(fixedPort, free.bus());
        }
        return new Ports(fixedPort == 0 ? Loopback.freePort() : fixedPort, 0);
    }

    /** Returns a running process, or null when another attempt may succeed. */
    private @Nullable ServerProcess launch(Ports ports, int attempt) {
        try {
            return ServerProcess.launch(binary, ports, setup);
        } catch (EmbeddedRedisException e) {
            if (attempt < ATTEMPTS
                    && BINARY_BUSY.matcher(String.valueOf(e.getMessage())).find()) {
                return null;
            }
            throw e;
        }
    }

    /** Returns whether another attempt may succeed: on another port, or when no other process holds the binary open. */
    private boolean passing(String log) {
        return BINARY_BUSY.matcher(log).find()
                || (fixedPort == 0 && PORT_TAKEN.matcher(log).find());
    }

    /** Returns the answer of the server, or null when its process has ended. */
    private @Nullable ServerInfo await(ServerProcess server) {
        IOException last = null;
        try {
            while (!server.ended(POLL_MILLIS)) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw failure(server, "did not answer PING within " + timeout, server.logTail(), last);
                }
                try {
                    ServerInfo info = ServerInfo.ask(setup.access(server.port()), (int) Math.min(left, ANSWER_MILLIS));
                    if (server.owns(info.pid())) {
                        greet(server);
                        return info;
                    }
                    last = new IOException("another server, of process " + info.pid() + ", answers at that port");
                } catch (IOException notYet) {
                    last = notYet;
                }
            }
            return null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(server, "was not awaited: the thread was interrupted", server.logTail(), e);
        }
    }

    private void greet(ServerProcess server) throws IOException {
        if (!setup.greeting().isEmpty()) {
            try (RespSocket socket = setup.access(server.port()).open(ANSWER_MILLIS)) {
                for (String[] command : setup.greeting()) {
                    socket.call(command);
                }
            }
        }
    }

    private EmbeddedRedisException failure(ServerProcess server, String what, String log, @Nullable Exception cause) {
        String message = binary.path() + " (" + binary.origin() + ") on " + Loopback.HOST + ":" + server.port()
                + " " + what + (cause == null ? "" : " (" + cause.getMessage() + ")")
                + (log.isBlank() ? "; it has logged nothing." : "; the end of its log:\n" + log)
                + (ended.isBlank() ? "" : "\nthe end of the log of the process before it:\n" + ended);
        return cause == null ? new EmbeddedRedisException(message) : new EmbeddedRedisException(message, cause);
    }
}

package io.fanfare.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A real redis-server process on the loopback address, for development and tests.
 *
 * <p>The binary is the one configured by {@link Builder#binary}, by the system property {@code fanfare.embedded.binary}
 * or by the environment variable {@code FANFARE_EMBEDDED_BINARY}; else the first {@code redis-server} on the
 * {@code PATH}; else the Redis 7.0.15 shipped for Linux and macOS.
 *
 * <p>The server listens on 127.0.0.1 only, persists nothing, and works in a temporary folder of its own that only the
 * user can read. {@link #close} stops it and deletes that folder. So does the end of the JVM: in order or by SIGTERM or
 * SIGINT through a shutdown hook, and by SIGKILL or a crash through a {@code /bin/sh} process that waits for the end of
 * its input. Where {@code setsid} is on the {@code PATH} both run in sessions of their own: Ctrl-C in the terminal
 * reaches the JVM alone, and a SIGKILL to its process group leaves the cleaning up to that {@code sh}. What remains: a
 * SIGKILL to the JVM in the instant between the start of the server and the line that tells {@code sh} of it leaves the
 * server, and one to JVM and {@code sh} together leaves folder and, unless it is killed too, server.
 *
 * <p>What happens to servers in production can be made to happen: {@link #kill}, {@link #stop} and {@link #resume},
 * {@link #restart}, and with {@link Builder#replicaOf} a failover by {@link #promote} and {@link #demoteTo}.
 *
 * <p>Instances are safe for use by several threads; {@link #close} never waits for another call.
 */
public final class EmbeddedRedis implements AutoCloseable {
    private final ServerProcess server;
    private final List<String> arguments;
    private final Duration startTimeout;
    private final Object change = new Object();
    private volatile ServerInfo info;

    private EmbeddedRedis(Start.Started started, List<String> arguments, Duration startTimeout) {
        this.server = started.server();
        this.info = started.info();
        this.arguments = arguments;
        this.startTimeout = startTimeout;
    }

    /**
     * Starts a server with the defaults of {@link #builder}.
     *
     * @throws EmbeddedRedisException when there is no binary for this machine, or the server does not start
     */
    public static EmbeddedRedis start() {
        return builder().start();
    }

    /** Returns a builder of one server on a free port with a start timeout of 10 seconds. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns {@code 127.0.0.1}. */
    public String host() {
        return Loopback.HOST;
    }

    /** Returns the port that the server listens on. */
    public int port() {
        return server.port();
    }

    /** Returns {@code redis://127.0.0.1:PORT}. */
    public String uri() {
        return "redis://" + host() + ":" + port();
    }

    /** Returns the version that the server reports, such as {@code 7.0.15}; of a Valkey server, that of Valkey. */
    public String version() {
        return info.version();
    }

    /** Returns the binary that was started; a shipped one is deleted when the last server that uses it is closed. */
    public Path binary() {
        return server.binary().path();
    }

    /** Returns where the binary came from: {@code configured}, {@code PATH} or {@code shipped}. */
    public String origin() {
        return server.binary().origin();
    }

    /** Returns the process id that the server reported when it started last; {@link #restart} changes it. */
    public long pid() {
        return info.pid();
    }

    /** Returns the folder that the server works in. */
    Path folder() {
        return server.folder();
    }

    /**
     * Kills the server with SIGKILL and returns when it has ended; does nothing when it has. Connecting to its port is
     * refused until {@link #restart}: the port is held, so that nobody else takes it. The folder stays.
     *
     * @throws EmbeddedRedisException when the process does not end
     */
    public void kill() {
        synchronized (change) {
            server.kill();
        }
    }

    /**
     * Stops the server with SIGSTOP and returns when it is stopped: its connections stay open, new ones are accepted by
     * the system, and nothing is answered until {@link #resume}. {@link #kill}, {@link #restart} and {@link #close}
     * work on a stopped server too.
     *
     * @throws IllegalStateException when the server does not run
     * @throws UnsupportedOperationException where there are no signals (Windows)
     */
    public void stop() {
        synchronized (change) {
            requireRunning("stop");
            Signals.stop(pid());
        }
    }

    /**
     * Continues a stopped server with SIGCONT; does nothing to one that is not stopped.
     *
     * @throws IllegalStateException when the server does not run
     * @throws UnsupportedOperationException where there are no signals (Windows)
     */
    public void resume() {
        synchronized (change) {
            requireRunning("resume");
            Signals.resume(pid());
        }
    }

    /**
     * Starts the server again, on the same port, with the same settings, in the same folder, and returns when it
     * answers PING; one that still runs, or is stopped, is killed before. While another process has the port it is
     * waited for. A server that was built as a replica becomes one again, without waiting for its master; what
     * {@link #promote} and {@link #demoteTo} changed is forgotten.
     *
     * @throws EmbeddedRedisException when the server is closed, ends, or does not answer within the start timeout; it
     *     may be restarted again
     */
    public void restart() {
        synchronized (change) {
            info = new Start(server.binary(), port(), arguments, startTimeout)
                    .again(server)
                    .info();
        }
    }

    /**
     * Makes the server a master with {@code REPLICAOF NO ONE} and returns when it says that it is one.
     *
     * @throws EmbeddedRedisException when that does not happen within the start timeout
     */
    public void promote() {
        synchronized (change) {
            requireRunning("promote");
            replication().promote();
        }
    }

    /**
     * Makes the server a replica of another and returns when the link between them is up. Its data is replaced.
     *
     * @throws EmbeddedRedisException when that does not happen within the start timeout
     */
    public void demoteTo(EmbeddedRedis master) {
        if (master == this) {
            throw new IllegalArgumentException(this + " cannot be a replica of itself");
        }
        synchronized (change) {
            requireRunning("demote");
            replication().follow(master.port(), master.password());
        }
    }

    private void requireRunning(String what) {
        if (!server.alive()) {
            throw new IllegalStateException("Cannot " + what + " " + this + ": it does not run; restart() it first");
        }
    }

    /** Waits for the link to the master, without which there is no server. */
    private void awaitLink(EmbeddedRedis master) {
        boolean up = false;
        try {
            replication().awaitLink(master.port());
            up = true;
        } finally {
            if (!up) {
                close();
            }
        }
    }

    private Replication replication() {
        return new Replication(port(), password(), startTimeout);
    }

    private String password() {
        return Start.password(arguments);
    }

    /**
     * Kills the server and deletes its folder; returns when both are gone. Further calls do nothing.
     *
     * @throws EmbeddedRedisException when the process does not end or the folder cannot be deleted
     */
    @Override
    public void close() {
        server.close();
    }

    @Override
    public String toString() {
        return "redis-server " + version() + " (" + origin() + ", pid " + pid() + ") at " + uri();
    }

    /** The settings of one {@link EmbeddedRedis}; not safe for use by several threads. */
    public static final class Builder {
        private static final Set<String> RESERVED = Set.of("--port", "--dir", "--daemonize", "--logfile");

        private final List<String> arguments = new ArrayList<>();
        private @Nullable Path binary;
        private int port;
        private Duration startTimeout = Duration.ofSeconds(10);
        private @Nullable EmbeddedRedis master;

        private Builder() {}

        /** Sets the redis-server binary to start; it wins over the property, the environment and the {@code PATH}. */
        public Builder binary(Path binary) {
            this.binary = Objects.requireNonNull(binary, "binary");
            return this;
        }

        /**
         * Sets the port to listen on.
         *
         * @param port 1 to 65535, or 0 for a free port, which is the default
         */
        public Builder port(int port) {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("port " + port + ": use 1 to 65535, or 0 for a free port");
            }
            this.port = port;
            return this;
        }

        /**
         * Adds an argument of the redis-server command line after the defaults, so that it overrides a default of the
         * same name as Redis defines it for that setting.
         *
         * @param name such as {@code --cluster-enabled}; {@code --port}, {@code --dir}, {@code --daemonize} and
         *     {@code --logfile} are not possible
         * @param values one string for each word, such as {@code "normal", "1mb", "0", "0"}
         */
        public Builder argument(String name, String... values) {
            if (!name.startsWith("--") || name.length() < 3) {
                throw new IllegalArgumentException("argument " + name + ": the name of a setting starts with --");
            }
            if (RESERVED.contains(name)) {
                throw new IllegalArgumentException("argument " + name + " belongs to the embedded server"
                        + (name.equals("--port") ? ": use port(int)" : " and cannot be set"));
            }
            arguments.add(name);
            arguments.addAll(Arrays.asList(values));
            return this;
        }

        /**
         * Makes the server a replica: {@link #start} returns when the link to the master is up.
         *
         * @param master a running server; its password is that of its {@code --requirepass}
         */
        public Builder replicaOf(EmbeddedRedis master) {
            this.master = Objects.requireNonNull(master, "master");
            return this;
        }

        /**
         * Sets how long {@link #start} waits for the server to answer, {@link EmbeddedRedis#restart} too, and how long
         * a change of its role may take.
         *
         * @param startTimeout greater than zero
         */
        public Builder startTimeout(Duration startTimeout) {
            if (startTimeout.isZero() || startTimeout.isNegative()) {
                throw new IllegalArgumentException("start timeout " + startTimeout + ": use more than zero");
            }
            this.startTimeout = startTimeout;
            return this;
        }

        /**
         * Starts the server and returns when it answers PING.
         *
         * @throws EmbeddedRedisException when there is no binary for this machine, when the server ends or does not
         *     answer within the start timeout (with the last lines of its log), when its link to its master is not up
         *     within as long, or when the thread is interrupted
         */
        public EmbeddedRedis start() {
            List<String> all = new ArrayList<>();
            EmbeddedRedis following = master;
            if (following != null) {
                all.addAll(List.of("--replicaof", Loopback.HOST, String.valueOf(following.port())));
                all.addAll(List.of("--masterauth", following.password()));
            }
            all.addAll(arguments);
            Start start = new Start(new BinaryLookup().find(binary), port, List.copyOf(all), startTimeout);
            EmbeddedRedis redis = new EmbeddedRedis(start.run(), List.copyOf(all), startTimeout);
            if (following != null) {
                redis.awaitLink(following);
            }
            return redis;
        }
    }
}

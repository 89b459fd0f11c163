package io.fanfare.embedded;

import java.io.IOException;
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
 * {@code PATH}, unless it lacks TLS or is too old for a cluster or Sentinels where these are wanted; else the Redis
 * 7.0.15 shipped for Linux and macOS.
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
    private static final int ANSWER_MILLIS = 5000;

    private final ServerProcess server;
    private final Setup setup;
    private final Object change = new Object();
    private volatile ServerInfo info;
    private volatile int announcedPort;
    private volatile boolean stopped;

    private EmbeddedRedis(Start.Started started, Setup setup) {
        this.server = started.server();
        this.info = started.info();
        this.setup = setup;
        this.announcedPort = server.port();
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

    /**
     * Returns the port that a cluster or Sentinels name to clients: that of a proxy where one was announced, else
     * {@link #port}.
     */
    public int announcedPort() {
        return announcedPort;
    }

    /** Returns {@code redis://127.0.0.1:PORT}, with TLS {@code rediss://127.0.0.1:PORT}. */
    public String uri() {
        return (setup.tls() == null ? "redis://" : "rediss://") + host() + ":" + port();
    }

    /**
     * Returns the certificates of the server.
     *
     * @throws IllegalStateException when it speaks no TLS
     */
    public EmbeddedTls tls() {
        EmbeddedTls tls = setup.tls();
        if (tls == null) {
            throw new IllegalStateException(this + " speaks no TLS: build it with tls()");
        }
        return tls;
    }

    /**
     * Defines an ACL user anew, on the running server and for every {@link #restart}: a new password, or other rules.
     * Open connections stay authenticated, as with Redis always; those whose subscriptions the rules forbid are closed.
     * Another password that is to be valid too is a rule, such as {@code ">old"}.
     *
     * @param name {@code default} for connections that do not authenticate otherwise
     * @param password not empty
     * @param rules such as {@code "&orders.*", "+subscribe", "+publish"}; a user has no rights but these
     * @throws EmbeddedRedisException when the server refuses a rule
     * @throws IllegalStateException when the server was built without a user
     */
    public void setUser(String name, String password, String... rules) {
        synchronized (change) {
            if (setup.users().isEmpty()) {
                throw new IllegalStateException(this + " was built without users: build it with user(…)");
            }
            setup.users().set(name, password, rules);
            if (server.alive()) {
                call(setup.users().command(name));
            }
        }
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
            stopped = false;
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
            stopped = true;
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
            stopped = false;
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
            info = new Start(server.binary(), port(), setup).again(server).info();
            stopped = false;
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
            replication().follow(master.access());
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
        return new Replication(access(), setup.startTimeout());
    }

    Access access() {
        return setup.access(port());
    }

    Setup setup() {
        return setup;
    }

    int busPort() {
        return server.busPort();
    }

    /** Returns whether the server runs and is not stopped. */
    boolean responsive() {
        return server.alive() && !stopped;
    }

    /** Announces another port than the server's own, now and after every restart. */
    void announce(int port, String setting) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("announced port " + port + " of " + this + ": use 1 to 65535");
        }
        synchronized (change) {
            setup.add(List.of("--" + setting, String.valueOf(port)));
            call("CONFIG", "SET", setting, String.valueOf(port));
            announcedPort = port;
        }
    }

    /** Has a Sentinel announce another port than its own; it remembers that itself. */
    void announceSentinel(int port) {
        synchronized (change) {
            call("SENTINEL", "CONFIG", "SET", "announce-ip", Loopback.HOST);
            call("SENTINEL", "CONFIG", "SET", "announce-port", String.valueOf(port));
            announcedPort = port;
        }
    }

    /** Sends one command over a connection of its own and returns the answer. */
    String call(String... words) {
        try (RespSocket socket = access().open(ANSWER_MILLIS)) {
            return socket.call(words);
        } catch (IOException e) {
            throw new EmbeddedRedisException(
                    words[0] + (words.length > 1 ? " " + words[1] : "") + " failed at " + this + ": " + e.getMessage(),
                    e);
        }
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
        private @Nullable EmbeddedTls tls;
        private final Users users = new Users();

        Builder() {}

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

        /** Makes the server speak TLS, and nothing else, with new certificates: {@link EmbeddedRedis#tls}. */
        public Builder tls() {
            return tls(EmbeddedTls.create());
        }

        /** Makes the server speak TLS, and nothing else, with these certificates. */
        public Builder tls(EmbeddedTls tls) {
            this.tls = Objects.requireNonNull(tls, "tls");
            return this;
        }

        /** Sets the password of the default user. */
        public Builder password(String password) {
            return argument("--requirepass", password);
        }

        /**
         * Adds an ACL user. The server then has a user of this JVM too, {@code fanfare-embedded}.
         *
         * @param name {@code default} for connections that do not authenticate otherwise
         * @param password not empty; the command line has only its hash
         * @param rules such as {@code "~*", "&*", "+@all"}; a user has no rights but these
         */
        public Builder user(String name, String password, String... rules) {
            users.set(name, password, rules);
            return this;
        }

        /**
         * Makes the server a replica: {@link #start} returns when the link to the master is up. It has the TLS and the
         * users of its master unless it is given its own.
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
            EmbeddedRedis following = master;
            Setup setup = setup();
            EmbeddedRedis redis = start(setup);
            if (following != null) {
                redis.awaitLink(following);
            }
            return redis;
        }

        private Setup setup() {
            EmbeddedRedis following = master;
            if (following == null) {
                return alone();
            }
            Setup ofMaster = following.setup();
            Users known = users.isEmpty() ? ofMaster.users() : users;
            Setup replica = new Setup(known.copy(), tls == null ? ofMaster.tls() : tls, startTimeout);
            replica.add(List.of("--replicaof", Loopback.HOST, String.valueOf(following.port())));
            replica.add(ofMaster.replicaArguments());
            replica.add(arguments);
            return replica;
        }

        /** Returns what a server without others is started with. */
        Setup alone() {
            Setup alone = new Setup(users.copy(), tls, startTimeout);
            alone.add(arguments);
            return alone;
        }

        /**
         * Returns what one more server of a group is started with.
         *
         * @param defaults arguments that those of the builder override
         */
        Setup member(List<String> defaults) {
            Setup setup = new Setup(users.copy(), tls, startTimeout);
            setup.add(defaults);
            setup.add(arguments);
            setup.add(setup.replicaArguments());
            return setup;
        }

        EmbeddedRedis start(Setup setup) {
            return new EmbeddedRedis(
                    new Start(new BinaryLookup().find(binary, setup.needs()), port, setup).run(), setup);
        }

        @Nullable
        EmbeddedTls certificates() {
            return tls;
        }
    }
}

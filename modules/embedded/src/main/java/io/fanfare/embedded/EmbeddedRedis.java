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
 * <p>Instances are safe for use by several threads.
 */
public final class EmbeddedRedis implements AutoCloseable {
    private final ServerProcess server;
    private final ServerInfo info;

    private EmbeddedRedis(ServerProcess server, ServerInfo info) {
        this.server = server;
        this.info = info;
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

    /** Returns the process id that the server reports. */
    public long pid() {
        return info.pid();
    }

    /** Returns the folder that the server works in. */
    Path folder() {
        return server.folder();
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
         * Sets how long {@link #start} waits for the server to answer.
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
         *     answer within the start timeout (with the last lines of its log), or when the thread is interrupted
         */
        public EmbeddedRedis start() {
            Start start = new Start(new BinaryLookup().find(binary), port, List.copyOf(arguments), startTimeout);
            Start.Started started = start.run();
            return new EmbeddedRedis(started.server(), started.info());
        }
    }
}

package io.fanfare.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A master, its replicas and the Sentinels that watch them, real redis-server processes on the loopback address, for
 * development and tests.
 *
 * <pre>{@code
 * try (EmbeddedSentinel sentinel = EmbeddedSentinel.start()) {
 *     connect(sentinel.uri());
 *     sentinel.failover();                        // the old master is a replica when this returns
 *     EmbeddedRedis killed = sentinel.master();
 *     sentinel.killMaster();                      // all Sentinels agree on another when this returns
 *     killed.restart();
 *     sentinel.awaitStable();                     // it follows the new master
 * }
 * }</pre>
 *
 * <p>Each server and each Sentinel is an {@link EmbeddedRedis}, so that it can be killed, stopped, resumed and
 * restarted. The Sentinels look and tell more often than by default, so that a change takes a second or two.
 *
 * <p>Instances are safe for use by several threads; {@link #close} never waits for another call.
 */
public final class EmbeddedSentinel implements AutoCloseable {
    private static final Duration AGAIN = Duration.ofSeconds(1);

    private final SentinelGroup group;
    private final String masterName;
    private final boolean tls;
    private final Duration changeTimeout;
    private final Object change = new Object();

    private EmbeddedSentinel(SentinelGroup group, String masterName, boolean tls, Duration changeTimeout) {
        this.group = group;
        this.masterName = masterName;
        this.tls = tls;
        this.changeTimeout = changeTimeout;
    }

    /** Starts a master, one replica and three Sentinels. */
    public static EmbeddedSentinel start() {
        return builder().start();
    }

    /** Returns a builder of a master named {@code mymaster}, one replica and three Sentinels. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns {@code redis+sentinel://127.0.0.1:PORT,127.0.0.1:PORT,…/mymaster} of all Sentinels by their announced
     * ports, with TLS {@code rediss+sentinel://…}.
     */
    public String uri() {
        return sentinels().stream()
                .map(sentinel -> sentinel.host() + ":" + sentinel.announcedPort())
                .collect(Collectors.joining(",", tls ? "rediss+sentinel://" : "redis+sentinel://", "/" + masterName));
    }

    /** Returns the name by which the Sentinels know the master. */
    public String masterName() {
        return masterName;
    }

    /** Returns the master and the replicas, whatever their state, in the order of their start. */
    public List<EmbeddedRedis> servers() {
        return group.servers();
    }

    /** Returns the Sentinels, whatever their state, in the order of their start. */
    public List<EmbeddedRedis> sentinels() {
        return group.sentinels();
    }

    /**
     * Returns the server that the running Sentinels take for the master.
     *
     * @throws EmbeddedRedisException when they differ
     */
    public EmbeddedRedis master() {
        return group.master();
    }

    /** Returns the running servers but the master, in the order of their start. */
    public List<EmbeddedRedis> replicas() {
        EmbeddedRedis master = master();
        return servers().stream()
                .filter(server -> server != master && server.responsive())
                .toList();
    }

    /** Returns the certificates of servers and Sentinels, as {@link EmbeddedRedis#tls} does. */
    public EmbeddedTls tls() {
        return servers().get(0).tls();
    }

    /**
     * Has a Sentinel make a replica the master, by {@code SENTINEL FAILOVER}, and returns when all running Sentinels
     * agree and the others, the old master too, are linked to it.
     *
     * @return the new master
     */
    public EmbeddedRedis failover() {
        synchronized (change) {
            EmbeddedRedis old = master();
            EmbeddedRedis asked = sentinels().stream()
                    .filter(EmbeddedRedis::responsive)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("No Sentinel runs that could fail over"));
            long[] next = {System.nanoTime()};
            deadline().await("The failover from " + old, () -> {
                if (master() != old) {
                    return group.disagreement();
                }
                // refused, or given up by the Sentinel, while the replica is not fresh enough or an earlier failover
                // ends
                if (System.nanoTime() - next[0] >= 0
                        && !SentinelState.of(asked, masterName).flags().contains("failover_in_progress")) {
                    next[0] = System.nanoTime() + AGAIN.toNanos();
                    asked.call("SENTINEL", "FAILOVER", masterName);
                }
                return "the Sentinels have it as the master yet";
            });
            return master();
        }
    }

    /**
     * Kills the master and returns when all running Sentinels agree on another and the replicas left are linked to it.
     * That takes the down-after time and somewhat more, and up to twice the failover timeout when there was another
     * failover just before. The killed server may be {@linkplain EmbeddedRedis#restart restarted}; the Sentinels make
     * it a replica, and {@link #awaitStable} waits for that.
     *
     * @return the new master
     */
    public EmbeddedRedis killMaster() {
        synchronized (change) {
            EmbeddedRedis old = master();
            if (replicas().isEmpty()) {
                throw new IllegalStateException("No replica runs that would take over from " + old);
            }
            old.kill();
            deadline()
                    .await(
                            "The failover from the killed " + old,
                            () -> master() == old ? "the Sentinels have it as the master yet" : group.disagreement());
            return master();
        }
    }

    /**
     * Returns when all running Sentinels know each other and agree on the master and its replicas, and the running
     * replicas are linked to it.
     */
    public void awaitStable() {
        deadline().await("The agreement of the Sentinels", group::disagreement);
    }

    /** Defines an ACL user anew on the master and all replicas, as {@link EmbeddedRedis#setUser} does. */
    public void setUser(String name, String password, String... rules) {
        servers().forEach(server -> server.setUser(name, password, rules));
    }

    private Deadline deadline() {
        return new Deadline(changeTimeout);
    }

    /** Closes all servers and Sentinels; further calls do nothing. */
    @Override
    public void close() {
        group.close();
    }

    @Override
    public String toString() {
        return servers().size() + " servers watched by " + sentinels().size() + " Sentinels at " + uri();
    }

    /** The settings of one {@link EmbeddedSentinel}; not safe for use by several threads. */
    public static final class Builder {
        private static final int MOST = 20;

        private final EmbeddedRedis.Builder each = EmbeddedRedis.builder();
        private final EmbeddedRedis.Builder eachSentinel = EmbeddedRedis.builder();
        private String masterName = "mymaster";
        private int replicas = 1;
        private int sentinels = 3;
        private Duration downAfter = Duration.ofSeconds(1);
        private Duration failoverTimeout = Duration.ofSeconds(3);
        private Duration changeTimeout = Duration.ofSeconds(30);
        private @Nullable ToIntFunction<EmbeddedRedis> announced;
        private @Nullable ToIntFunction<EmbeddedRedis> announcedSentinels;

        private Builder() {}

        /** Sets the name by which the Sentinels know the master: letters, digits, dots, dashes and underscores. */
        public Builder masterName(String masterName) {
            if (!masterName.matches("[A-Za-z0-9._-]+")) {
                throw new IllegalArgumentException(
                        "master name " + masterName + ": use letters, digits, dots, dashes and underscores");
            }
            this.masterName = masterName;
            return this;
        }

        /** Sets the number of replicas: 0 or more; without one there is no failover. */
        public Builder replicas(int replicas) {
            if (replicas < 0 || replicas > MOST) {
                throw new IllegalArgumentException("replicas " + replicas + ": use 0 to " + MOST);
            }
            this.replicas = replicas;
            return this;
        }

        /** Sets the number of Sentinels: 1 or more; most of them must agree that the master is down. */
        public Builder sentinels(int sentinels) {
            if (sentinels < 1 || sentinels > MOST) {
                throw new IllegalArgumentException("sentinels " + sentinels + ": use 1 to " + MOST);
            }
            this.sentinels = sentinels;
            return this;
        }

        /** Sets {@code down-after-milliseconds}: how long a server is silent before a Sentinel takes it to be down. */
        public Builder downAfter(Duration downAfter) {
            this.downAfter = positive("down after", downAfter);
            return this;
        }

        /** Sets {@code failover-timeout}; the Sentinels begin another failover after twice that time only. */
        public Builder failoverTimeout(Duration failoverTimeout) {
            this.failoverTimeout = positive("failover timeout", failoverTimeout);
            return this;
        }

        /** Sets how long the start of the group and each of its changes may take; 30 seconds unless set. */
        public Builder changeTimeout(Duration changeTimeout) {
            this.changeTimeout = positive("change timeout", changeTimeout);
            return this;
        }

        private static Duration positive(String what, Duration duration) {
            if (duration.toMillis() < 1) {
                throw new IllegalArgumentException(what + " " + duration + ": use 1 ms or more");
            }
            return duration;
        }

        /**
         * Has the master and each replica announce another port on 127.0.0.1 than its own, such as that of a proxy in
         * front of it. Clients go there, and Sentinels and replicas too.
         *
         * @param port asked for each server when its own port is known and before anyone else knows it
         */
        public Builder announce(ToIntFunction<EmbeddedRedis> port) {
            this.announced = Objects.requireNonNull(port, "port");
            return this;
        }

        /** Has each Sentinel announce another port than its own, to clients and to other Sentinels. */
        public Builder announceSentinels(ToIntFunction<EmbeddedRedis> port) {
            this.announcedSentinels = Objects.requireNonNull(port, "port");
            return this;
        }

        /** Sets the binary of servers and Sentinels, as {@link EmbeddedRedis.Builder#binary} does. */
        public Builder binary(Path binary) {
            each.binary(binary);
            eachSentinel.binary(binary);
            return this;
        }

        /** Adds an argument of master and replicas, as {@link EmbeddedRedis.Builder#argument} does. */
        public Builder argument(String name, String... values) {
            each.argument(name, values);
            return this;
        }

        /** Makes servers and Sentinels speak TLS, among each other too, with new certificates. */
        public Builder tls() {
            return tls(EmbeddedTls.create());
        }

        /** Makes servers and Sentinels speak TLS, among each other too, with these certificates. */
        public Builder tls(EmbeddedTls tls) {
            each.tls(tls);
            eachSentinel.tls(tls);
            return this;
        }

        /** Sets the password of the default user of master and replicas. */
        public Builder password(String password) {
            each.password(password);
            return this;
        }

        /** Adds an ACL user to master and replicas, as {@link EmbeddedRedis.Builder#user} does. */
        public Builder user(String name, String password, String... rules) {
            each.user(name, password, rules);
            return this;
        }

        /** Sets the password of the default user of the Sentinels, by which they also know each other. */
        public Builder sentinelPassword(String password) {
            eachSentinel.password(password);
            return this;
        }

        /**
         * Starts the servers, then the Sentinels, and returns when these know each other and all servers.
         *
         * @throws EmbeddedRedisException when a server does not start, or that takes longer than the change timeout
         */
        public EmbeddedSentinel start() {
            SentinelGroup group = new SentinelGroup(masterName);
            EmbeddedSentinel started =
                    new EmbeddedSentinel(group, masterName, each.certificates() != null, changeTimeout);
            boolean agreed = false;
            try {
                for (int i = 0; i <= replicas; i++) {
                    group.startServer(each, announced);
                }
                var watch = new SentinelGroup.Watch(sentinels / 2 + 1, downAfter, failoverTimeout);
                for (int i = 0; i < sentinels; i++) {
                    group.startSentinel(eachSentinel, watch, announcedSentinels);
                }
                started.awaitStable();
                agreed = true;
                return started;
            } finally {
                if (!agreed) {
                    started.close();
                }
            }
        }
    }
}

package io.fanfare.embedded;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A master, its replicas and the Sentinels that watch them, as they begin and as they agree. */
final class SentinelGroup {
    /** Periods of a Sentinel that are seconds by default; it watches this host only. */
    private static final List<String[]> HASTE = List.of(
            new String[] {"SENTINEL", "DEBUG", "INFO-PERIOD", "500"},
            new String[] {"SENTINEL", "DEBUG", "PING-PERIOD", "200"},
            new String[] {"SENTINEL", "DEBUG", "ASK-PERIOD", "200"},
            new String[] {"SENTINEL", "DEBUG", "PUBLISH-PERIOD", "300"});

    private final List<EmbeddedRedis> servers = new CopyOnWriteArrayList<>();
    private final List<EmbeddedRedis> sentinels = new CopyOnWriteArrayList<>();
    private final String name;
    private volatile boolean closed;

    SentinelGroup(String name) {
        this.name = name;
    }

    List<EmbeddedRedis> servers() {
        return List.copyOf(servers);
    }

    List<EmbeddedRedis> sentinels() {
        return List.copyOf(sentinels);
    }

    private EmbeddedRedis added(List<EmbeddedRedis> group, EmbeddedRedis server) {
        group.add(server);
        if (closed) {
            server.close();
            throw new EmbeddedRedisException("The group was closed while " + server + " started");
        }
        return server;
    }

    /** Starts one more server; the first is the master. */
    void startServer(EmbeddedRedis.Builder each, @Nullable ToIntFunction<EmbeddedRedis> announced) {
        Setup setup = each.member(List.of("--replica-announce-ip", Loopback.HOST));
        EmbeddedRedis server = added(servers, each.start(setup));
        if (announced != null) {
            server.announce(announced.applyAsInt(server), "replica-announce-port");
        }
        if (servers.size() > 1) {
            String port = String.valueOf(servers.get(0).announcedPort());
            setup.add(List.of("--replicaof", Loopback.HOST, port));
            server.call("REPLICAOF", Loopback.HOST, port);
        }
    }

    /** Starts one more Sentinel. */
    void startSentinel(EmbeddedRedis.Builder each, Watch watch, @Nullable ToIntFunction<EmbeddedRedis> announced) {
        Setup setup = each.alone();
        setup.sentinel(watch.configuration(name, servers.get(0)));
        HASTE.forEach(setup::greet);
        EmbeddedRedis sentinel = added(sentinels, each.start(setup));
        if (announced != null) {
            sentinel.announceSentinel(announced.applyAsInt(sentinel));
        }
    }

    /** How Sentinels watch the master. */
    record Watch(int quorum, Duration downAfter, Duration failoverTimeout) {
        String configuration(String name, EmbeddedRedis master) {
            Access access = master.access();
            List<String> lines = new ArrayList<>();
            lines.add("monitor " + name + " " + Loopback.HOST + " " + master.announcedPort() + " " + quorum);
            lines.add("down-after-milliseconds " + name + " " + downAfter.toMillis());
            lines.add("failover-timeout " + name + " " + failoverTimeout.toMillis());
            if (!access.user().isEmpty()) {
                lines.add("auth-user " + name + " " + access.user());
            }
            if (!access.password().isEmpty()) {
                lines.add("auth-pass " + name + " " + access.password());
            }
            StringBuilder text = new StringBuilder();
            lines.forEach(line -> text.append("sentinel ").append(line).append('\n'));
            return text.toString();
        }
    }

    /** Returns the server that every running Sentinel takes for the master. */
    EmbeddedRedis master() {
        List<Integer> ports =
                states().stream().map(SentinelState::masterPort).distinct().toList();
        if (ports.size() != 1) {
            throw new EmbeddedRedisException("The Sentinels take " + ports + " for the port of the master");
        }
        return at(ports.get(0));
    }

    private EmbeddedRedis at(int port) {
        return servers.stream()
                .filter(server -> server.announcedPort() == port)
                .findFirst()
                .orElseThrow(() -> new EmbeddedRedisException("No server of the group announces the port " + port));
    }

    List<SentinelState> states() {
        return sentinels.stream()
                .filter(EmbeddedRedis::responsive)
                .map(sentinel -> SentinelState.of(sentinel, name))
                .toList();
    }

    /** Returns why servers and Sentinels that run are not as they should be, or nothing. */
    String disagreement() {
        List<SentinelState> states = states();
        if (states.isEmpty()) {
            return "no Sentinel runs";
        }
        EmbeddedRedis master = master();
        String role = master.responsive() ? replication(master) : "";
        if (!role.contains("role:master")) {
            return master + " does not say that it is the master";
        }
        List<EmbeddedRedis> following = servers.stream()
                .filter(server -> server != master && server.responsive())
                .toList();
        for (EmbeddedRedis server : following) {
            String state = replication(server);
            if (!state.contains("role:slave")
                    || !state.contains("master_port:" + master.announcedPort())
                    || !state.contains("master_link_status:up")) {
                return server + " is not linked to the master " + master;
            }
        }
        for (SentinelState state : states) {
            if (!state.flags().equals("master")) {
                return "a Sentinel has the master as " + state.flags();
            }
            if (state.others() != sentinels.size() - 1) {
                return "a Sentinel knows " + state.others() + " others of " + sentinels.size();
            }
            for (EmbeddedRedis server : following) {
                if (!"slave".equals(state.replicas().get(server.announcedPort()))) {
                    return "a Sentinel does not have " + server + " as a replica";
                }
            }
        }
        return "";
    }

    private static String replication(EmbeddedRedis server) {
        return server.call("INFO", "replication");
    }

    void close() {
        closed = true;
        Closing.all(Stream.concat(sentinels.stream(), servers.stream()).toList());
    }
}

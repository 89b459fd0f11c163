package io.fanfare.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a server is started with, again and again; some of it changes while it runs. */
final class Setup {
    static final String SENTINEL_FILE = "sentinel.conf";

    /** From this version on there are the commands and settings by which a cluster and Sentinels are formed. */
    private static final int GROUP_MAJOR = 7;

    private final Users users;
    private final @Nullable EmbeddedTls tls;
    private final Duration startTimeout;
    private final List<String> arguments = new ArrayList<>();
    private final List<String[]> greeting = new ArrayList<>();
    private String sentinel = "";
    private boolean cluster;

    Setup(Users users, @Nullable EmbeddedTls tls, Duration startTimeout) {
        this.users = users;
        this.tls = tls;
        this.startTimeout = startTimeout;
    }

    /** Adds to the end of the command line. */
    synchronized void add(List<String> more) {
        arguments.addAll(more);
    }

    /** Makes it the setup of a Sentinel that begins with a configuration file. */
    synchronized void sentinel(String configuration) {
        sentinel = configuration;
    }

    /** Makes it the setup of a node of a cluster. */
    synchronized void cluster() {
        cluster = true;
    }

    /** Adds a command that the server is told whenever it has started. */
    synchronized void greet(String... command) {
        greeting.add(command);
    }

    synchronized List<String[]> greeting() {
        return List.copyOf(greeting);
    }

    synchronized boolean isCluster() {
        return cluster;
    }

    synchronized boolean isSentinel() {
        return !sentinel.isEmpty();
    }

    Users users() {
        return users;
    }

    @Nullable
    EmbeddedTls tls() {
        return tls;
    }

    Duration startTimeout() {
        return startTimeout;
    }

    synchronized Needs needs() {
        return new Needs(cluster || isSentinel() ? GROUP_MAJOR : 0, tls != null);
    }

    Access access(int port) {
        EmbeddedTls secured = tls;
        boolean own = !users.isEmpty();
        return new Access(
                port,
                own ? Users.OWN : "",
                own ? Users.OWN_PASSWORD : password(),
                secured == null ? null : secured.own());
    }

    /** Returns the arguments by which a replica authenticates at a server of this setup. */
    List<String> replicaArguments() {
        return users.isEmpty()
                ? List.of("--masterauth", password())
                : List.of("--masteruser", Users.OWN, "--masterauth", Users.OWN_PASSWORD);
    }

    /** Returns what the default user authenticates with by the arguments, or nothing. */
    synchronized String password() {
        int name = arguments.lastIndexOf("--requirepass");
        return name < 0 || name + 1 == arguments.size() ? "" : arguments.get(name + 1);
    }

    /** Returns the files that are in the folder before the first start, by name. */
    synchronized Map<String, String> files() {
        Map<String, String> files = new TreeMap<>(tls == null ? Map.of() : tls.serverFiles());
        if (isSentinel()) {
            files.put(SENTINEL_FILE, sentinel);
        }
        return files;
    }

    /** Returns the words behind the binary. */
    synchronized List<String> commandLine(Ports ports, Path folder) {
        List<String> line = new ArrayList<>();
        if (isSentinel()) {
            line.addAll(List.of(SENTINEL_FILE, "--sentinel"));
        }
        String port = String.valueOf(ports.clients());
        line.addAll(tls == null ? List.of("--port", port) : List.of("--port", "0", "--tls-port", port));
        line.addAll(List.of("--bind", Loopback.HOST, "--dir", folder.toString(), "--daemonize", "no"));
        if (!isSentinel()) {
            line.addAll(List.of("--save", "", "--appendonly", "no"));
            line.addAll(List.of("--client-output-buffer-limit", "pubsub", "256mb", "128mb", "60"));
            line.addAll(List.of("--tcp-keepalive", "300", "--maxclients", "10000", "--tcp-backlog", "511"));
            line.addAll(List.of("--timeout", "0", "--notify-keyspace-events", ""));
            line.addAll(List.of("--repl-diskless-sync-delay", "0"));
        }
        if (tls != null) {
            line.addAll(tls.serverArguments());
        }
        if (cluster) {
            line.addAll(List.of("--cluster-enabled", "yes", "--cluster-port", String.valueOf(ports.bus())));
            line.addAll(List.of("--cluster-announce-ip", Loopback.HOST));
            line.addAll(tls == null ? List.of() : List.of("--tls-cluster", "yes"));
        }
        line.addAll(users.arguments());
        line.addAll(arguments);
        return line;
    }
}

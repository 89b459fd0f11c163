package io.fanfare.embedded;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One redis-server process with its folder, its guard and its shutdown hook. */
final class ServerProcess implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(ServerProcess.class.getName());
    private static final int LOG_TAIL = 16 * 1024;
    private static final int LOG_LINES = 20;
    private static final long KILL_SECONDS = 10;
    private static final long WRAPPED_KILL_SECONDS = 2;

    private final Binary binary;
    private final int port;
    private final Path folder;
    private final Thread hook;
    private @Nullable Guard guard;
    private @Nullable Process process;
    private boolean closed;

    private ServerProcess(Binary binary, int port) {
        binary.retain();
        this.binary = binary;
        this.port = port;
        this.folder = Folder.create("fanfare-redis-");
        this.hook = new Thread(this::close, "fanfare-embedded-stop-" + port);
    }

    /** Starts a server; on failure nothing is left of it. */
    static ServerProcess launch(Binary binary, int port, List<String> arguments) {
        ServerProcess server = new ServerProcess(binary, port);
        try {
            Runtime.getRuntime().addShutdownHook(server.hook);
            server.run(arguments);
            return server;
        } catch (IOException e) {
            server.close();
            throw new EmbeddedRedisException("Cannot run " + binary.path() + " (" + binary.origin() + "): " + e, e);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private synchronized void run(List<String> arguments) throws IOException {
        if (closed) {
            throw new IOException("the JVM is shutting down");
        }
        Guard watching = null;
        if (Guard.possible()) {
            watching = Guard.over(
                    binary.shipped() ? List.of(folder, ShippedBinary.folder(binary.path())) : List.of(folder));
            guard = watching;
        }
        List<String> command = new ArrayList<>(ownSession());
        command.add(binary.path().toString());
        command.addAll(settings());
        command.addAll(arguments);
        Process started = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectInput(Redirect.from(nullDevice()))
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        process = started;
        if (watching != null) {
            watching.kill(List.of(started.pid()));
            CompletableFuture<Void> unused = started.onExit().thenRun(this::forget);
        }
    }

    private List<String> settings() {
        List<String> settings = new ArrayList<>();
        settings.addAll(List.of("--port", String.valueOf(port), "--bind", Loopback.HOST, "--dir", folder.toString()));
        settings.addAll(List.of("--daemonize", "no", "--save", "", "--appendonly", "no"));
        settings.addAll(List.of("--client-output-buffer-limit", "pubsub", "256mb", "128mb", "60"));
        settings.addAll(List.of("--tcp-keepalive", "300", "--maxclients", "10000", "--tcp-backlog", "511"));
        settings.addAll(List.of("--timeout", "0", "--notify-keyspace-events", ""));
        return settings;
    }

    /** Returns the words before a command that give it a session of its own, none where {@code setsid} is missing. */
    static List<String> ownSession() {
        return BinaryLookup.find(System.getenv("PATH"), "setsid")
                .map(setsid -> List.of(setsid.toString()))
                .orElse(List.of());
    }

    private static File nullDevice() {
        return new File(File.separatorChar == '\\' ? "NUL" : "/dev/null");
    }

    /** Takes the process ids from the guard when the process has ended, as the system may use them again. */
    private synchronized void forget() {
        Guard watching = guard;
        if (closed || watching == null) {
            return;
        }
        try {
            watching.kill(List.of());
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The guard of the ended redis-server at port " + port + " is gone", e);
        }
    }

    /** Tells the guard the processes that the server consists of. */
    synchronized void confirm() throws IOException {
        Guard watching = guard;
        Process running = running();
        List<Long> pids = processes(running).stream().map(ProcessHandle::pid).toList();
        if (watching != null && pids.size() > 1 && running.isAlive()) {
            watching.kill(pids);
        }
    }

    /** Returns whether a process id is that of this server, which may run below a wrapper script. */
    boolean owns(long pid) {
        return processes(running()).stream().anyMatch(handle -> handle.pid() == pid);
    }

    /** Waits for the end of the process and returns whether it has ended. */
    boolean ended(long waitMillis) throws InterruptedException {
        return running().waitFor(waitMillis, TimeUnit.MILLISECONDS);
    }

    int exitCode() {
        return running().exitValue();
    }

    Binary binary() {
        return binary;
    }

    int port() {
        return port;
    }

    Path folder() {
        return folder;
    }

    private synchronized Process running() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }

    private Path log() {
        return folder.resolve("redis-server.log");
    }

    /** Returns the last lines of what the server has written. */
    String logTail() {
        try (var file = Files.newByteChannel(log())) {
            file.position(Math.max(0, file.size() - LOG_TAIL));
            byte[] tail = Channels.newInputStream(file).readNBytes(LOG_TAIL);
            List<String> lines =
                    new String(tail, StandardCharsets.UTF_8).lines().toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
        } catch (IOException e) {
            return "(the log cannot be read: " + e + ")";
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            Process running = process;
            if (running != null) {
                kill(running);
            }
            Folder.delete(folder);
        } finally {
            release();
        }
    }

    private void release() {
        try {
            binary.release();
            if (guard == null) {
                return;
            }
            if (Thread.currentThread() == hook) {
                guard.takeOver();
            } else {
                guard.close();
            }
        } catch (IOException e) {
            throw new EmbeddedRedisException("Cannot end the guard of the redis-server at port " + port + ": " + e, e);
        } finally {
            removeHook();
        }
    }

    private void removeHook() {
        if (Thread.currentThread() == hook) {
            return;
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            LOGGER.log(Level.TRACE, "The JVM is shutting down; the hook finds nothing to do", shuttingDown);
        }
    }

    private static List<ProcessHandle> processes(Process process) {
        List<ProcessHandle> all = new ArrayList<>();
        all.add(process.toHandle());
        process.descendants().forEach(all::add);
        return all;
    }

    /** Kills the processes below the started one first, so that a wrapper script sees its server end and reaps it. */
    private void kill(Process process) {
        boolean interrupted = Thread.interrupted();
        try {
            List<ProcessHandle> below = process.descendants().toList();
            below.forEach(ProcessHandle::destroyForcibly);
            for (ProcessHandle each : below) {
                if (!ended(each, WRAPPED_KILL_SECONDS)) {
                    LOGGER.log(
                            Level.WARNING,
                            "Process {0} below the redis-server wrapper {1} is still there {2} s after SIGKILL",
                            String.valueOf(each.pid()),
                            binary.path(),
                            WRAPPED_KILL_SECONDS);
                }
            }
            process.destroyForcibly();
            if (!process.waitFor(KILL_SECONDS, TimeUnit.SECONDS)) {
                throw new EmbeddedRedisException("redis-server at port " + port + " (pid " + process.pid()
                        + ") is still there " + KILL_SECONDS + " s after SIGKILL");
            }
        } catch (InterruptedException e) {
            interrupted = true;
            process.destroyForcibly();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean ended(ProcessHandle handle, long seconds) throws InterruptedException {
        try {
            handle.onExit().get(seconds, TimeUnit.SECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot wait for process " + handle.pid(), e);
        }
    }
}

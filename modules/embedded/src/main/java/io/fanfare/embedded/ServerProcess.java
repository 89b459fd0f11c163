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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One redis-server process after another at the same port, with the same arguments, in the same guarded folder. */
final class ServerProcess implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(ServerProcess.class.getName());
    private static final int LOG_TAIL = 16 * 1024;
    private static final int LOG_LINES = 20;
    private static final long KILL_SECONDS = 10;
    private static final long WRAPPED_KILL_SECONDS = 2;
    private static final long WRAPPED_POLL_NANOS = 1_000_000;

    private final Binary binary;
    private final Ports ports;
    private final Setup setup;
    private final HeldPort held;
    private final HeldPort heldBus;
    private @Nullable GuardedFolder folder;
    private @Nullable Process process;
    private int runs;
    private boolean closed;

    private ServerProcess(Binary binary, Ports ports, Setup setup) {
        this.binary = binary;
        this.ports = ports;
        this.setup = setup;
        this.held = new HeldPort(ports.clients());
        this.heldBus = new HeldPort(ports.bus());
    }

    /** Starts a server; on failure nothing is left of it. */
    static ServerProcess launch(Binary binary, Ports ports, Setup setup) {
        ServerProcess server = new ServerProcess(binary, ports, setup);
        try {
            binary.retain();
            server.run();
            return server;
        } catch (IOException e) {
            server.close();
            throw server.unable(e);
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private EmbeddedRedisException unable(IOException e) {
        return new EmbeddedRedisException("Cannot run " + binary.path() + " (" + binary.origin() + "): " + e, e);
    }

    private synchronized void run() throws IOException {
        GuardedFolder home = GuardedFolder.create("fanfare-redis-", this::close);
        folder = home;
        for (Map.Entry<String, String> file : setup.files().entrySet()) {
            Files.writeString(home.resolve(file.getKey()), file.getValue());
        }
        run(home);
    }

    /** Starts another process in place of the one before, which is killed if it still runs. */
    synchronized void runAgain() {
        if (closed) {
            throw new EmbeddedRedisException("The redis-server at port " + port() + " is closed: start a new one");
        }
        kill(running());
        giveUpPorts();
        try {
            run(home());
        } catch (IOException e) {
            throw unable(e);
        }
    }

    private void run(GuardedFolder home) throws IOException {
        runs++;
        List<String> command = new ArrayList<>(ownSession());
        command.add(binary.path().toString());
        command.addAll(setup.commandLine(ports, home.path()));
        Process started = new ProcessBuilder(command)
                .directory(home.path().toFile())
                .redirectInput(Redirect.from(nullDevice()))
                .redirectErrorStream(true)
                .redirectOutput(log().toFile())
                .start();
        process = started;
        home.killWith(List.of(started.pid()));
        CompletableFuture<Void> unused = started.onExit().thenRun(() -> forget(started));
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

    /** Kills the process and returns when it has ended; its folder and its port stay. */
    synchronized void kill() {
        if (!closed) {
            Process ended = running();
            kill(ended);
            forget(ended);
        }
    }

    /**
     * Holds the port of an ended process, and takes its process ids from the guard, as the system may use them again;
     * does nothing when another process has begun.
     */
    private synchronized void forget(Process ended) {
        if (closed || ended != process || ended.isAlive()) {
            return;
        }
        held.hold();
        if (ports.bus() != 0) {
            heldBus.hold();
        }
        try {
            home().killWith(List.of());
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "The guard of the ended redis-server at port " + port() + " is gone", e);
        }
    }

    private void giveUpPorts() {
        held.close();
        heldBus.close();
    }

    /** Tells the guard the processes that the server consists of. */
    synchronized void confirm() throws IOException {
        List<Long> pids = processes(running()).stream().map(ProcessHandle::pid).toList();
        if (pids.size() > 1 && running().isAlive()) {
            home().killWith(pids);
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

    boolean alive() {
        return running().isAlive();
    }

    int exitCode() {
        return running().exitValue();
    }

    Binary binary() {
        return binary;
    }

    int port() {
        return ports.clients();
    }

    /** Returns the port of the cluster bus, or 0. */
    int busPort() {
        return ports.bus();
    }

    Path folder() {
        return home().path();
    }

    private synchronized GuardedFolder home() {
        GuardedFolder home = folder;
        if (home == null) {
            throw new IllegalStateException("not started");
        }
        return home;
    }

    private synchronized Process running() {
        Process running = process;
        if (running == null) {
            throw new IllegalStateException("not started");
        }
        return running;
    }

    private synchronized Path log() {
        return home().resolve(runs == 1 ? "redis-server.log" : "redis-server-" + runs + ".log");
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
        GuardedFolder home = folder;
        Process running = process;
        try {
            if (running != null) {
                kill(running);
            }
        } finally {
            try {
                giveUpPorts();
                if (home != null) {
                    home.close();
                }
            } finally {
                binary.release();
            }
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
                throw new EmbeddedRedisException("redis-server at port " + port() + " (pid " + process.pid()
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

    /** Waits until a process that may not be a child of this JVM has ended, and returns whether it has. */
    private static boolean ended(ProcessHandle handle, long seconds) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (handle.isAlive() && System.nanoTime() < deadline) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            LockSupport.parkNanos(WRAPPED_POLL_NANOS);
        }
        return !handle.isAlive();
    }
}

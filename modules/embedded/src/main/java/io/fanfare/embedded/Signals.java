package io.fanfare.embedded;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The signals by which a process is stopped and continued, sent by {@code /bin/sh}. */
final class Signals {
    private static final long SECONDS = 5;
    private static final long POLL_NANOS = 500_000;

    private Signals() {}

    /** Sends SIGSTOP and returns when the process is stopped, where {@code /proc} tells; elsewhere when it is sent. */
    static void stop(long pid) {
        send("STOP", pid);
        awaitStopped(pid, true);
    }

    /** Sends SIGCONT and returns as {@link #stop} does. */
    static void resume(long pid) {
        send("CONT", pid);
        awaitStopped(pid, false);
    }

    private static void send(String signal, long pid) {
        if (!Guard.possible()) {
            throw new UnsupportedOperationException(
                    "SIG" + signal + " to redis-server (pid " + pid
                            + "): there are no signals here (" + System.getProperty("os.name")
                            + ", without an executable /bin/sh); a FaultProxy with Plan.stall() in front of the server holds it up too");
        }
        boolean interrupted = Thread.interrupted();
        try {
            Process kill = new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pid)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectErrorStream(true)
                    .start();
            if (!kill.waitFor(SECONDS, TimeUnit.SECONDS)) {
                kill.destroyForcibly();
                throw new EmbeddedRedisException(
                        "kill -" + signal + " " + pid + " did not return within " + SECONDS + " s");
            }
            if (kill.exitValue() != 0) {
                throw new EmbeddedRedisException("kill -" + signal + " " + pid + " ended with exit code "
                        + kill.exitValue() + ": is the redis-server gone?");
            }
        } catch (IOException e) {
            throw new EmbeddedRedisException("Cannot send SIG" + signal + " to redis-server (pid " + pid + ")", e);
        } catch (InterruptedException e) {
            interrupted = true;
            throw new EmbeddedRedisException("SIG" + signal + " to redis-server (pid " + pid + ") was interrupted", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static void awaitStopped(long pid, boolean stopped) {
        Path stat = Path.of("/proc/" + pid + "/stat");
        if (!Files.exists(stat)) {
            return;
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        while (stopped(stat) != stopped) {
            if (System.nanoTime() - deadline > 0) {
                throw new EmbeddedRedisException("redis-server (pid " + pid + ") is "
                        + (stopped ? "not stopped " : "still stopped ") + SECONDS + " s after the signal");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Returns whether the state in a line of {@code /proc/PID/stat}, behind the name in parentheses, is T. */
    private static boolean stopped(Path stat) {
        try {
            String line = Files.readString(stat);
            return line.startsWith(") T", line.lastIndexOf(')'));
        } catch (IOException e) {
            throw new EmbeddedRedisException("The redis-server of " + stat + " is gone: " + e, e);
        }
    }
}

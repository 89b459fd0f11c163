package io.fanfare.embedded;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A {@code /bin/sh} process that outlives a JVM without shutdown hooks (SIGKILL, crash): at the end of its input it
 * kills the processes it was last told and deletes its folders.
 *
 * <p>Each line of the input replaces the process ids to kill; the line {@code closed} ends the guard with nothing done.
 */
final class Guard implements AutoCloseable {
    private static final Path SHELL = Path.of("/bin/sh");
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            pids=
            while read -r line; do
              if [ "$line" = closed ]; then exit 0; fi
              pids=$line
            done
            if [ -n "$pids" ]; then kill -KILL $pids; fi
            rm -rf -- "$@"
            """;

    private final Process shell;

    private Guard(Process shell) {
        this.shell = shell;
    }

    /** Returns whether this system has a shell to guard with. */
    static boolean possible() {
        return Files.isExecutable(SHELL);
    }

    static Guard over(List<Path> folders) throws IOException {
        List<String> command = new ArrayList<>(ServerProcess.ownSession());
        command.addAll(List.of(SHELL.toString(), "-c", SCRIPT, "fanfare-embedded-guard"));
        folders.forEach(folder -> command.add(folder.toString()));
        return new Guard(new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start());
    }

    /** Sets the processes to kill when the JVM ends without a word. */
    void kill(List<Long> pids) throws IOException {
        tell(String.join(" ", pids.stream().map(String::valueOf).toList()));
    }

    private synchronized void tell(String line) throws IOException {
        OutputStream in = shell.getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        in.flush();
    }

    long pid() {
        return shell.pid();
    }

    /** Leaves it to the guard to delete the folders, which the end of the JVM may leave half deleted. */
    void takeOver() throws IOException {
        kill(List.of());
        shell.getOutputStream().close();
    }

    /** Ends the guard with nothing done. */
    @Override
    public void close() throws IOException {
        try {
            try (OutputStream in = shell.getOutputStream()) {
                in.write("closed\n".getBytes(StandardCharsets.US_ASCII));
            }
            if (!shell.waitFor(2, TimeUnit.SECONDS)) {
                shell.destroyForcibly();
            }
        } catch (IOException e) {
            // only the end of the shell breaks the pipe to it, and its end is what was wanted
            if (shell.isAlive()) {
                throw e;
            }
        } catch (InterruptedException e) {
            shell.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

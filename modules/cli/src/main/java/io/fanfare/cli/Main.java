package io.fanfare.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The entry point of the {@code fanfare} command. */
public final class Main {
    private Main() {}

    /** Runs the command and ends the JVM with its {@link ExitCode}. */
    public static void main(String[] arguments) {
        Silenceable out = new Silenceable(new FileOutputStream(FileDescriptor.out));
        Silenceable err = new Silenceable(new FileOutputStream(FileDescriptor.err));
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            out.silence();
                            err.silence();
                        },
                        "fanfare-silence"));
        boolean terminal = Terminal.isPresent();
        Console console = new Console(
                System.in, writer(out), writer(err), terminal, terminal && System.getenv("NO_COLOR") == null);
        int code = Cli.run(console, arguments);
        console.out().flush();
        console.err().flush();
        System.exit(code);
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(stream, false, StandardCharsets.UTF_8);
    }
}

package io.fanfare.cli;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/** Runs commands and keeps what they write. */
final class Screen {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Console console;

    private Screen(InputStream in, boolean terminal) {
        this.console = new Console(in, new PrintWriter(out), new PrintWriter(err), terminal, false);
    }

    static Screen plain() {
        return new Screen(InputStream.nullInputStream(), false);
    }

    static Screen terminal() {
        return new Screen(InputStream.nullInputStream(), true);
    }

    static Screen withInput(String input) {
        return new Screen(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), false);
    }

    int run(String... arguments) {
        return Cli.run(console, arguments);
    }

    Console console() {
        return console;
    }

    String out() {
        console.out().flush();
        return out.toString();
    }

    String err() {
        console.err().flush();
        return err.toString();
    }
}

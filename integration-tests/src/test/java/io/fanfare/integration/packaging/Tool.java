package io.fanfare.integration.packaging;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.spi.ToolProvider;

/** Runs the tools of this JDK. */
final class Tool {
    private Tool() {}

    /** Runs a tool, which must succeed, and returns what it wrote. */
    static String run(String name, String... arguments) {
        StringWriter output = new StringWriter();
        PrintWriter writer = new PrintWriter(output);
        int exit = ToolProvider.findFirst(name).orElseThrow().run(writer, writer, arguments);
        writer.flush();
        if (exit != 0) {
            throw new AssertionError(
                    name + " " + String.join(" ", arguments) + " exited with " + exit + ":\n" + output);
        }
        return output.toString();
    }
}

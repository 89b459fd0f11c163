package io.fanfare.cli;

import java.io.InputStream;
import java.io.PrintWriter;

/**
 * What a command reads from and writes to.
 *
 * @param in standard input
 * @param out results
 * @param err errors and what else must not mix with results
 * @param terminal whether {@code out} is a terminal, on which a line can be overwritten
 * @param colour whether {@code out} shows colours
 */
record Console(InputStream in, PrintWriter out, PrintWriter err, boolean terminal, boolean colour) {
    /** Writes one line of an error. */
    void error(String sentence) {
        err.println("fanfare: " + sentence);
        err.flush();
    }

    /** Returns text in green if colours are shown. */
    String good(String text) {
        return coloured(text, "32");
    }

    /** Returns text in red if colours are shown. */
    String bad(String text) {
        return coloured(text, "31");
    }

    private String coloured(String text, String code) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}

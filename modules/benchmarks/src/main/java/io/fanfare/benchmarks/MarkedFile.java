package io.fanfare.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Markdown file whose part between two comments is written by a program. */
final class MarkedFile {
    private static final String BEGIN = "<!-- table -->";
    private static final String END = "<!-- /table -->";

    private final Path file;

    MarkedFile(Path file) {
        this.file = file;
    }

    /** Throws if the file has no such part. */
    void check() throws IOException {
        String unused = with("");
    }

    void replace(String table) throws IOException {
        Files.writeString(file, with(table));
    }

    private String with(String table) throws IOException {
        String text = Files.readString(file);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(file + " has no " + BEGIN + " followed by " + END);
        }
        return text.substring(0, begin + BEGIN.length()) + "\n\n" + table.strip() + "\n\n" + text.substring(end);
    }
}

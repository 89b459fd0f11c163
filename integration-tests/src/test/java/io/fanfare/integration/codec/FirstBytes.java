package io.fanfare.integration.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The table of first bytes in docs/codecs.md.
 *
 * @param alone the formats of a payload that is this byte
 * @param longer the formats of payloads with more after it
 */
record FirstBytes(List<Set<String>> alone, List<Set<String>> longer) {
    private static final Pattern ROW =
            Pattern.compile("\\| `0x(\\w\\w)`(?: to `0x(\\w\\w)`)? \\|[^|]*\\| ([a-z, –]+) \\| ([a-z, –]+) \\|");

    static FirstBytes documented() {
        List<Set<String>> alone = new ArrayList<>();
        List<Set<String>> longer = new ArrayList<>();
        for (String line : page()) {
            Matcher row = ROW.matcher(line);
            if (!row.matches()) {
                continue;
            }
            int from = Integer.parseInt(row.group(1), 16);
            int to = row.group(2) == null ? from : Integer.parseInt(row.group(2), 16);
            if (from != alone.size()) {
                throw new AssertionError("the table goes on with " + line + ", not with " + alone.size());
            }
            for (int first = from; first <= to; first++) {
                alone.add(formats(row.group(3)));
                longer.add(formats(row.group(4)));
            }
        }
        return new FirstBytes(List.copyOf(alone), List.copyOf(longer));
    }

    private static Set<String> formats(String cell) {
        return cell.equals("–")
                ? Set.of()
                : Set.copyOf(Stream.of(cell.split(", ")).toList());
    }

    private static List<String> page() {
        try {
            return Files.readAllLines(Path.of(System.getProperty("fanfare.root"), "docs", "codecs.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

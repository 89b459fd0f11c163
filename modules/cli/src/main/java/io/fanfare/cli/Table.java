package io.fanfare.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows whose cells stand under each other. */
final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final boolean[] right;

    /**
     * Creates a table with its heading.
     *
     * @param heading one word per column; a column whose word begins with {@code >} is aligned to the right
     */
    Table(String... heading) {
        this.right = new boolean[heading.length];
        List<String> words = new ArrayList<>();
        for (int i = 0; i < heading.length; i++) {
            right[i] = heading[i].startsWith(">");
            words.add(right[i] ? heading[i].substring(1) : heading[i]);
        }
        rows.add(words);
    }

    /** Adds a row with as many cells as the heading has words. */
    void add(String... cells) {
        if (cells.length != right.length) {
            throw new IllegalArgumentException(cells.length + " cells in a table of " + right.length + " columns");
        }
        rows.add(List.of(cells));
    }

    /** Returns the rows as lines without trailing blanks. */
    List<String> lines() {
        int[] widths = IntStream.range(0, right.length)
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = row.get(i);
            String padding = " ".repeat(widths[i] - cell.length());
            line.append(i == 0 ? "" : GAP).append(right[i] ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }
}

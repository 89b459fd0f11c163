package io.fanfare.integration.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What came of each kind in each exchange, as a table. */
final class Matrix {
    private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();
    private final Set<String> columns = new LinkedHashSet<>();

    synchronized void put(Kind<?> kind, Exchange exchange, String outcome) {
        columns.add(exchange.toString());
        rows.computeIfAbsent(kind.name(), name -> new TreeMap<>()).put(exchange.toString(), outcome);
    }

    /** Writes the table to a file of the build and to standard output. */
    synchronized void write(String file) throws IOException {
        String text = toString();
        Files.writeString(Path.of(System.getProperty("fanfare.target"), file), text);
        System.out.println(text);
    }

    @Override
    public synchronized String toString() {
        StringBuilder text = new StringBuilder();
        int number = 1;
        for (String column : columns) {
            text.append(String.format("%2d  %s%n", number++, column));
        }
        text.append(String.format("%n%-40s", ""));
        for (int i = 1; i <= columns.size(); i++) {
            text.append(String.format("%9d", i));
        }
        rows.forEach((kind, outcomes) -> {
            text.append(String.format("%n%-40s", kind));
            columns.forEach(column -> text.append(String.format("%9s", outcomes.getOrDefault(column, ""))));
        });
        long same = rows.values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .filter("same"::equals)
                .count();
        long all = rows.values().stream().mapToLong(Map::size).sum();
        return text.append(String.format(
                        "%n%nsame: arrived as it was sent (%d of %d); as text, rounded, 0.0: as the format or the"
                                + " language has it; refused: by an error that names the reason%n",
                        same, all))
                .toString();
    }
}

package io.fanfare.integration.codec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The inputs that are kept. The name of each file begins with what it demands: {@code y_} to be accepted, {@code n_} to
 * be refused, {@code i_} either. Files of binary formats are hexadecimal text, in which white space, and in a line what
 * follows a {@code #}, does not count.
 */
final class Corpus {
    private Corpus() {}

    /**
     * One input.
     *
     * @param name the name of its file
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Entry(String name, byte[] bytes) {
        boolean mustBeAccepted() {
            return name.startsWith("y_");
        }

        boolean mustBeRefused() {
            return name.startsWith("n_");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Path folder(String format) {
        URL found = Corpus.class.getResource("/codec-corpus/" + format);
        if (found == null) {
            throw new IllegalStateException("there is no codec-corpus/" + format + " among the test resources");
        }
        try {
            return Path.of(found.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(found.toString(), e);
        }
    }

    /** Returns the path that a property names, from the root of the checkout. */
    static Path named(String path) {
        return Path.of(System.getProperty("fanfare.root", ""), "")
                .resolve(path)
                .toAbsolutePath()
                .normalize();
    }

    /** Returns what is kept for a format, by name. */
    static List<Entry> of(String format) {
        return format.equals("json") ? texts(folder(format)) : hexadecimal(folder(format));
    }

    /** Returns the files of a folder that are named as {@link Corpus} says and end in {@code .json}, by name. */
    static List<Entry> texts(Path folder) {
        return files(folder, ".json")
                .map(file -> new Entry(file.getFileName().toString(), read(file)))
                .toList();
    }

    private static List<Entry> hexadecimal(Path folder) {
        return files(folder, ".hex")
                .map(file ->
                        new Entry(file.getFileName().toString(), hex(new String(read(file), StandardCharsets.UTF_8))))
                .toList();
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("#.*", "").replaceAll("[\\s-]", ""));
    }

    private static Stream<Path> files(Path folder, String suffix) {
        try (Stream<Path> all = Files.list(folder)) {
            return all
                    .filter(file -> {
                        String name = file.getFileName().toString();
                        return name.matches("[yni]_.*") && name.endsWith(suffix);
                    })
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + folder, e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}

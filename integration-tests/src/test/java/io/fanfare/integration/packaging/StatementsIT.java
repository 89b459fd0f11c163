package io.fanfare.integration.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every test that the documentation names for a statement is there. */
class StatementsIT {
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))(?:\\.(\\w+))?`");

    @ParameterizedTest
    @ValueSource(strings = {"ordering.md", "rights.md"})
    void namesTestsThatExist(String document) throws IOException {
        String text = Files.readString(Checkout.ROOT.resolve("docs").resolve(document));
        Map<String, String> sources = sources();
        assertThat(NAMED.matcher(text).results())
                .hasSizeGreaterThan(10)
                .allSatisfy(named -> assertThat(sources)
                        .containsKey(named.group(1))
                        .satisfies(all -> assertThat(all.get(named.group(1))).contains(method(named))));
    }

    private static String method(MatchResult named) {
        return named.group(2) == null ? "class " + named.group(1) : "void " + named.group(2) + "(";
    }

    /** Returns the sources of all test classes by their names. */
    private static Map<String, String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Checkout.ROOT)) {
            return files.filter(file -> file.toString().matches(".*/src/test/java/.*(Test|IT)\\.java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            StatementsIT::read,
                            (one, other) -> one + other,
                            TreeMap::new));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

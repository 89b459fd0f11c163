package io.fanfare.integration.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fanfare.spi.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The files of a public suite for JSON parsers: those of the folder {@code -Dfanfare.json.suite=DIR}, else the kept
 * ones. {@code y_*.json} must be accepted, {@code n_*.json} refused, {@code i_*.json} either.
 */
class JsonSuiteIT {
    private static final String PROPERTY = "fanfare.json.suite";

    @Test
    void everyFileEndsAsItsNameSays() {
        Path folder = folder(System.getProperty(PROPERTY));
        List<Corpus.Entry> files = files(folder);
        List<String> failing = failing(files);
        System.out.printf("JSON suite %s: %d files, %d of them failing%n", folder, files.size(), failing.size());
        assertThat(failing).as("failing files of %s", folder).isEmpty();
    }

    private static Path folder(String named) {
        return named == null || named.isEmpty() ? Corpus.folder("json") : Corpus.named(named);
    }

    private static List<Corpus.Entry> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new AssertionError("-D" + PROPERTY + ": there is no folder " + folder.toAbsolutePath());
        }
        List<Corpus.Entry> files = Corpus.texts(folder);
        if (files.isEmpty()) {
            throw new AssertionError(
                    "-D" + PROPERTY + ": " + folder.toAbsolutePath() + " has no file y_*.json, n_*.json or i_*.json");
        }
        return files;
    }

    /** Returns a line for each file that does not end as its name says. */
    private static List<String> failing(List<Corpus.Entry> files) {
        Acceptance json = new Acceptance("json");
        List<String> failing = new ArrayList<>();
        for (Corpus.Entry file : files) {
            Payload payload = Payload.of(file.bytes());
            try {
                boolean accepted = json.accepts(payload);
                if (accepted && file.mustBeRefused()) {
                    failing.add(file + " is accepted");
                } else if (!accepted && file.mustBeAccepted()) {
                    failing.add(file + " is refused: " + json.refusal(payload));
                }
            } catch (AssertionError e) {
                failing.add(file + ": " + e.getMessage());
            }
        }
        return failing;
    }

    @Test
    void aFolderThatIsNotThereIsNamed(@TempDir Path empty) {
        Path missing = empty.resolve("missing");
        assertThat(catchThrowable(() -> files(missing)))
                .hasMessage("-Dfanfare.json.suite: there is no folder " + missing);
        assertThat(catchThrowable(() -> files(empty)))
                .hasMessage("-Dfanfare.json.suite: " + empty + " has no file y_*.json, n_*.json or i_*.json");
    }

    @Test
    void allFilesThatFailAreTold(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("n_array.json"), "[]");
        Files.writeString(folder.resolve("y_open.json"), "[");
        Files.writeString(folder.resolve("y_null.json"), "null");
        Files.writeString(folder.resolve("i_bytes.json"), "\u0000");
        Files.writeString(folder.resolve("readme.json"), "[");
        assertThat(failing(files(folder)))
                .hasSize(2)
                .anyMatch(line -> line.equals("n_array.json is accepted"))
                .anyMatch(line -> line.startsWith("y_open.json is refused: "));
    }
}

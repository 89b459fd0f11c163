package io.fanfare.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkedFileTest {
    @TempDir
    Path folder;

    @Test
    void replacesWhatIsBetweenItsMarks() throws IOException {
        Path file = folder.resolve("figures.md");
        Files.writeString(file, "before\n<!-- table -->\nold\n<!-- /table -->\nafter\n");

        new MarkedFile(file).replace("new\n");

        assertThat(file).hasContent("before\n<!-- table -->\n\nnew\n\n<!-- /table -->\nafter\n");
    }

    @Test
    void refusesAFileWithoutMarks() throws IOException {
        Path file = folder.resolve("figures.md");
        Files.writeString(file, "<!-- /table --> <!-- table -->");

        assertThatIOException().isThrownBy(() -> new MarkedFile(file).check()).withMessageContaining("<!-- table -->");
    }
}

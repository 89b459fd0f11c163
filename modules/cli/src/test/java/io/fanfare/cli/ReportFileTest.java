package io.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.conformance.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {
    @Test
    void theReportReplacesAnOlderOneAndNothingElseStays(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("out.json"), "older");
        new ReportFile(file).write(Reports.of(Reports.run("jedis", Verdict.FAILED)));
        assertThat(file).content().contains("\"verdict\"", "jedis").doesNotContain("older");
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }
}

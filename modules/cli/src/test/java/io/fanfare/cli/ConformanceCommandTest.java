package io.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceCommandTest {
    /** The verdict depends on the machine's load; what is shown, what is written and the exit code must agree on it. */
    @Test
    void withoutAUriARedisIsStartedAndTheReportIsWritten(@TempDir Path folder) throws Exception {
        Screen screen = Screen.plain();
        Path file = folder.resolve("out.json");
        int exit = screen.run(
                "conformance", "--quick", "--transport", "jedis", "--codec", "json", "--json", file.toString());
        boolean passed = exit == ExitCode.OK;
        String verdict = passed ? "passed" : "failed";
        assertThat(exit).as(screen.err()).isIn(ExitCode.OK, ExitCode.FAILED);
        assertThat(screen.err()).isEmpty();
        assertThat(screen.out().lines())
                .anyMatch(
                        line -> line.matches("Started  redis-server \\S+ \\(\\w+\\) on port \\d+, for this check only"))
                .anyMatch(line -> line.matches("Limits   local: p50 at most 1 ms, .*"))
                .anyMatch(line -> line.matches("Server   redis \\S+ at redis://127.0.0.1:\\d+, round trip \\S+ ms"))
                .anyMatch(line -> line.matches("\\[1/1] jedis\\+json  contract +\\d+ passed .* s"))
                .anyMatch(line -> line.matches("\\[1/1] jedis\\+json  service level .* s"))
                .anyMatch(line -> line.matches("\\[1/1] jedis\\+json  resilience .* s"))
                .anyMatch(line -> line.matches("jedis\\+json( +\\S+){8}( +\\S+ m?s){2}  " + verdict))
                .last()
                .asString()
                .matches((passed ? "PASSED  1 run, .*" : "FAILED  .*") + "; wrote \\Q" + file + "\\E.*");
        assertThat(Files.readString(file))
                .containsPattern("^\\{\\s*\"verdict\" : \"" + verdict + "\"")
                .contains("\"deliveredPerSecond\"", "\"reuse\"", "\"p99\"");
    }
}

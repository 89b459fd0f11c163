package io.fanfare.integration.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every gate of the parent stops the project in which its violation is planted, and none stops the clean one. */
class GatesIT {
    private static final String GATES = """
            compiler-warning       | compile | warnings found and -Werror specified
            error-prone            | compile | AlwaysTrue.java:[9,27] [SelfEquals]
            null-away              | compile | ReturnsNull.java:[9,9] [NullAway] returning @Nullable expression
            format                 | check   | The following files had format violations:
            dependency-convergence | enforce | Dependency convergence error for com.google.errorprone:error_prone_annotations
            file-length            | check   | File length is 501 lines (max allowed is 500)
            disabled-test          | check   | A test is never skipped: make it pass
            aborted-test           | run     | Skipped tests in 1 report(s)""";

    private static Child build;

    @BeforeAll
    static void build() throws IOException {
        Path target = Checkout.TARGET.resolve("gates");
        if (Files.exists(target)) {
            try (Stream<Path> older = Files.walk(target)) {
                older.sorted(Comparator.reverseOrder())
                        .forEach(path -> path.toFile().delete());
            }
        }
        assertThat(target).doesNotExist();
        build = Maven.run(Checkout.ROOT.resolve("integration-tests/gates/pom.xml"), "--fail-at-end", "verify");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = GATES)
    void stopsItsViolation(String gate, String goal, String message) {
        assertThat(summary("gate-" + gate)).as(build.toString()).isEqualTo("FAILURE");
        String failure = failure("gate-" + gate, goal);
        assertThat(failure).as(build.toString()).isNotEmpty();
        assertThat(section("gate-" + gate) + failure).contains(message);
    }

    @Test
    void letsACleanProjectPass() {
        assertThat(summary("gate-clean")).as(build.toString()).isEqualTo("SUCCESS");
        assertThat(section("gate-clean")).contains("Tests run: 1, Failures: 0, Errors: 0, Skipped: 0");
    }

    @Test
    void everyProjectIsChecked() {
        List<String> modules =
                Reactor.texts(Checkout.ROOT.resolve("integration-tests/gates/pom.xml"), "/project/modules/module");
        List<String> checked = GATES.lines()
                .map(line -> line.substring(0, line.indexOf('|')).strip())
                .toList();
        assertThat(modules).hasSize(checked.size() + 2).contains("clean").containsAll(checked);
    }

    /** Returns what the summary of the reactor says of a project. */
    private static String summary(String artifact) {
        return Pattern.compile("^\\[INFO\\] " + artifact + " \\.+ (\\w+)", Pattern.MULTILINE)
                .matcher(build.out())
                .results()
                .map(match -> match.group(1))
                .findFirst()
                .orElse("not in the summary");
    }

    /** Returns what Maven reports at its end of a project that a goal stopped; empty if that did not happen. */
    private static String failure(String artifact, String goal) {
        return Stream.of(build.out().split("\\[ERROR\\] Failed to execute goal ", -1))
                .skip(1)
                .filter(text -> text.matches("(?s)[^ ]+:" + goal + " [^:]* on project " + artifact + ": .*"))
                .findFirst()
                .orElse("");
    }

    /** Returns what was written between the heading of a project and the next one. */
    private static String section(String artifact) {
        String rest = build.out();
        int start = rest.indexOf("< io.fanfare:" + artifact + " >");
        assertThat(start).as("heading of %s in:\n%s", artifact, rest).isNotNegative();
        int end = rest.indexOf("-< io.fanfare:", start);
        return rest.substring(start, end < 0 ? rest.length() : end);
    }
}

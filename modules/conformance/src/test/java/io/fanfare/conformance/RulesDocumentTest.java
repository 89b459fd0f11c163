package io.fanfare.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RulesDocumentTest {
    private static final Path DOCUMENT = Path.of("../../docs/rules.md");
    private static final Pattern RULE = Pattern.compile("(?m)^### ([A-Z]+-\\d\\d)\n\n\\*\\*(.+)\\*\\*\n\n(\\S.+)$");
    private static final Pattern UNTESTED = Pattern.compile("(?m)^- \\*\\*([A-Z]+-\\d\\d)\\*\\* ");

    @Test
    void documentAndCatalogueListTheSameRulesInTheSameOrder() throws IOException {
        List<String> documented = RULE.matcher(Files.readString(DOCUMENT))
                .results()
                .map(rule -> rule.group(1) + " " + rule.group(2))
                .toList();
        assertThat(documented)
                .isEqualTo(Conformance.rules().stream()
                        .map(rule -> rule.id() + " " + rule.intent())
                        .toList());
    }

    @Test
    void everyHeadingOfARuleIsComplete() throws IOException {
        long headings = Files.readString(DOCUMENT)
                .lines()
                .filter(line -> line.startsWith("### "))
                .count();
        assertThat(headings).isEqualTo(Conformance.rules().size());
    }

    @Test
    void everyIntentContainsTheWordOfItsLevel() {
        assertThat(Conformance.rules())
                .allMatch(rule -> rule.intent().contains(rule.level().name()));
    }

    @Test
    void untestedRulesHaveNumbersOfTheirOwn() throws IOException {
        Matcher untested = UNTESTED.matcher(Files.readString(DOCUMENT));
        List<String> ids = untested.results().map(rule -> rule.group(1)).toList();
        assertThat(ids).isNotEmpty();
        assertThat(Stream.concat(ids.stream(), Conformance.rules().stream().map(Rule::id)))
                .doesNotHaveDuplicates();
    }

    @Test
    void atLeastTwentyRulesAreOfTheContract() {
        assertThat(ContractRules.all()).hasSizeGreaterThanOrEqualTo(20);
    }
}

package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Name;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "order.*, order.paid.twice, true",
                "order.*, order, false",
                "*, anything, true",
                "*a*b*c, xaxbxbc, true",
                "*a*b*c, xaxbxb, false",
                "o?der, order, true",
                "o?der, oder, false",
                "[a-c]x, bx, true",
                "[c-a]x, bx, true",
                "[^a-c]x, bx, false",
                "[^a-c]x, dx, true",
                "[ab, a, true",
                "\\*x, *x, true",
                "\\*x, ax, false",
                "a\\, a\\, true",
                "[\\]]x, ]x, true",
                "a**b, ab, true",
                "\"\", a, false",
                "*, \"\", false",
                "\"\", \"\", true"
            })
    void matchesAsRedisDoes(String pattern, String text, boolean matches) {
        assertThat(Glob.matches(Name.of(pattern), Name.of(text))).isEqualTo(matches);
    }
}

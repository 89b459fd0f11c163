package io.fanfare.spi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    /** Each line was answered the same by {@code PUBSUB CHANNELS} of Redis 7.0.15. */
    @ParameterizedTest(name = "{0} / {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            emptyValue = "",
            value = {
                "orders     | orders    | true",
                "orders     | order     | false",
                "order      | orders    | false",
                "orders     | Orders    | false",
                "h?llo      | hello     | true",
                "h?llo      | hllo      | false",
                "?          | \"\"      | false",
                "*          | x         | true",
                "*          | \"\"      | false",
                "**         | abc       | true",
                "h*llo      | hllo      | true",
                "h*llo      | heeeello  | true",
                "h*llo      | heeeell   | false",
                "a*         | a         | true",
                "a**        | a         | true",
                "*a*b       | xxaxxabb  | true",
                "*a*b       | xxbxxa    | false",
                "a*c*e      | abcde     | true",
                "a*c*e      | abcdef    | false",
                "h[ae]llo   | hello     | true",
                "h[ae]llo   | hillo     | false",
                "h[^e]llo   | hallo     | true",
                "h[^e]llo   | hello     | false",
                "h[!e]llo   | h!llo     | true",
                "h[!e]llo   | hallo     | false",
                "h[a-b]llo  | hbllo     | true",
                "h[a-b]llo  | hcllo     | false",
                "h[b-a]llo  | hallo     | true",
                "h[^a-b]llo | hcllo     | true",
                "[a-]       | -         | false",
                "[a-]       | ^         | true",
                "[-a]       | -         | true",
                "[a\\-c]    | b         | false",
                "[a\\-c]    | -         | true",
                "[\\]]      | ]         | true",
                "[\\\\]     | \\        | true",
                "[*]        | *         | true",
                "[*]        | a         | false",
                "[?]        | a         | false",
                "[a^]       | ^         | true",
                "x[a]*y     | xabcy     | true",
                "*[0-9]     | a1        | true",
                "*[0-9]     | 1a        | false",
                "\\*        | *         | true",
                "\\*        | a         | false",
                "h\\?llo    | h?llo     | true",
                "h\\?llo    | hello     | false",
                "\\a        | a         | true",
                "\\[a]      | [a]       | true",
                // malformed
                "a\\        | a\\       | true",
                "\\         | \\        | true",
                "[          | [         | false",
                "[a         | a         | true",
                "[ab        | b         | true",
                "[ab        | c         | false",
                "[a-        | -         | true",
                "[a-        | b         | false",
                "[^         | a         | true",
                "[^a        | b         | true",
                "[^a        | a         | false",
                "[]         | a         | false",
                "[]a]       | ]         | false",
                "[]a]       | a         | false",
                "[^]        | a         | true",
                "[^]x       | ax        | true",
                "[a\\       | \\        | true",
                "[a\\]      | ]         | true",
                "[a-]]      | ]         | true",
                "[a-]]      | a]        | false",
                "[a-\\]]    | b]        | false",
                "]          | ]         | true",
                "a]         | a]        | true",
                "*[         | a         | false"
            })
    void matchesAsRedisDoes(String pattern, String text, boolean matches) {
        assertThat(Glob.matches(name(pattern), name(text))).isEqualTo(matches);
    }

    @Test
    void matchesBytesNotCharacters() {
        assertThat(Glob.matches(Name.of("?"), Name.of("é"))).isFalse();
        assertThat(Glob.matches(Name.of("??"), Name.of("é"))).isTrue();
        assertThat(Glob.matches(name("[\u0000-\u007f]"), name("\u0000"))).isTrue();
        assertThat(Glob.matches(name("[\u0080-\u00ff]"), name("\u00c3"))).isTrue();
        assertThat(Glob.matches(name("[\u0000-\u00ff]"), name("A"))).isFalse();
    }

    @Test
    void manyStarsTakeNoExponentialTime() {
        Name pattern = Name.of("*a".repeat(50) + "*b");
        Name text = Name.of("a".repeat(10_000));

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(Glob.matches(pattern, text)).isFalse());
    }

    private static Name name(String text) {
        return Name.of(text.getBytes(ISO_8859_1));
    }
}

package io.fanfare.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanfare.spi.PubSubException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EscapesTest {
    @Test
    void textStaysAsItIs() {
        String text = "{\"id\":7,\"name\":\"Grüße \\ 你好\"}";
        assertThat(Escapes.escape(text.getBytes(UTF_8))).isEqualTo(text);
    }

    @Test
    void controlCharactersAreEscaped() {
        assertThat(Escapes.escape("a\nb\t\"c\"\u001b[31m".getBytes(UTF_8))).isEqualTo("\"a\\nb\\t\\\"c\\\"\\x1b[31m\"");
    }

    @Test
    void bytesThatAreNoTextAreEscaped() {
        assertThat(Escapes.escape(new byte[] {'a', 0, (byte) 0xff})).isEqualTo("\"a\\x00\\xff\"");
    }

    @Test
    void allByteValuesComeBack() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertThat(Escapes.unescape(Escapes.escape(all).getBytes(UTF_8))).isEqualTo(all);
    }

    @Test
    void quotesAreNotNeeded() {
        assertThat(Escapes.unescape("\\x00a\\\\".getBytes(UTF_8))).containsExactly(0, 'a', '\\');
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab\\", "ab\\q", "ab\\x", "ab\\x0", "ab\\x0g", "\"ab\\\""})
    void aBackslashThatBeginsNoEscapeIsRefused(String text) {
        assertThatThrownBy(() -> Escapes.unescape(text.getBytes(UTF_8)))
                .isInstanceOf(PubSubException.class)
                .hasMessageContaining(
                        "the backslash at byte " + text.indexOf('\\') + " of the message begins no escape");
    }
}

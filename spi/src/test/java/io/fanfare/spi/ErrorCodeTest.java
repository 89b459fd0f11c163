package io.fanfare.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorCodeTest {
    @ParameterizedTest
    @CsvSource({
        "NOPERM this user has no permissions, NO_PERMISSION",
        "WRONGPASS invalid username-password pair, AUTHENTICATION_FAILED",
        "NOAUTH Authentication required., AUTHENTICATION_FAILED",
        "MOVED 3999 127.0.0.1:6381, MOVED",
        "CLUSTERDOWN Hash slot not served, SERVER_UNAVAILABLE",
        "LOADING, SERVER_UNAVAILABLE",
        "ERR unknown command, COMMAND_REFUSED",
        "'', COMMAND_REFUSED"
    })
    void classifiesErrorReplies(String reply, ErrorCode code) {
        assertThat(ErrorCode.ofErrorReply(reply)).isEqualTo(code);
    }

    @Test
    void refusalsNameTheNodeTheCommandAndTheServersWords() {
        assertThat(PubSubException.refused("SUBSCRIBE orders", Node.of("h", 1), "NOPERM no"))
                .hasMessage("NO_PERMISSION: h:1 refused SUBSCRIBE orders: NOPERM no");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "SUBSCRIBE orders; this user has no permissions to access one of the channels used as arguments; &orders",
                "PSUBSCRIBE orders.*; No permissions to access a channel; &orders.*",
                "PUBLISH two words; No permissions to access a channel; &two words",
                "SUBSCRIBE orders; this user has no permissions to run the 'subscribe' command or its subcommand; +subscribe",
                "SPUBLISH channel; User app has no permissions to run the 'SPUBLISH' command; +spublish",
                "CLIENT INFO; this user has no permissions to run the 'client|info' command; +client|info"
            })
    void aMissingPermissionNamesTheRuleThatGivesIt(String command, String words, String rule) {
        assertThat(PubSubException.refused(command, Node.of("h", 1), "NOPERM " + words))
                .hasMessage("NO_PERMISSION: h:1 refused " + command + ": NOPERM " + words + "; the ACL rule " + rule
                        + " allows it");
    }

    @Test
    void everyCodeHasItsHeadingAndEveryHeadingItsCode() throws IOException {
        List<String> headings = Files.readAllLines(Path.of("..", "docs", "errors.md")).stream()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .toList();
        assertThat(headings)
                .containsExactlyElementsOf(
                        Arrays.stream(ErrorCode.values()).map(Enum::name).toList());
    }

    @Test
    void everyParagraphBeginsWithItsKind() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "errors.md"));
        for (ErrorCode code : ErrorCode.values()) {
            String kind = code.kind().name().charAt(0)
                    + code.kind().name().substring(1).toLowerCase(java.util.Locale.ROOT);
            assertThat(page).contains("## " + code + "\n\n" + kind + ". ");
        }
    }
}

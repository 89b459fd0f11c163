package io.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotReachedTest {
    private final Screen screen = Screen.plain();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conformance --uri redis://user:secret@127.0.0.1:1",
                "pub channel message --uri redis://user:secret@127.0.0.1:1",
                "sub channel --uri redis://user:secret@127.0.0.1:1"
            })
    void oneSentenceSaysWhatWasTriedAndWhatToDo(String commandLine) {
        assertThat(screen.run(commandLine.split(" "))).isEqualTo(ExitCode.NOT_REACHED);
        assertThat(screen.err())
                .startsWith("fanfare: no Redis was reached at redis://user:***@127.0.0.1:1: ")
                .containsPattern("\\d+ ?m?s\\b")
                .containsIgnoringCase("connection refused")
                .containsPattern("; start a Redis there, name another with --uri, or ")
                .doesNotContain("secret", "\tat ", "CONNECT_FAILED")
                .hasLineCount(1);
    }
}

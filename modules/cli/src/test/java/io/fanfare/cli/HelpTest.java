package io.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    private final Screen screen = Screen.plain();

    @Test
    void theHelpListsCommandsExamplesAndExitCodes() {
        assertThat(screen.run("--help")).isEqualTo(ExitCode.OK);
        assertThat(screen.out().lines())
                .contains(
                        "Usage: fanfare COMMAND [OPTION...]",
                        "  conformance  Checks that Redis Pub/Sub does what it must, over every transport and codec.",
                        "  providers    Lists the transports, codecs, compressions, pools and dispatchers that were found.",
                        "  pub          Publishes a message and prints how many subscriptions received it.",
                        "  sub          Subscribes and prints what arrives, one line for each message.",
                        "  fanfare pub orders '{\"id\":7}'           prints how many received it",
                        "  0  done; every rule holds",
                        "  1  a rule failed, or the server refused something",
                        "  2  the command line or the configuration is wrong; nothing was done",
                        "  3  no deployment was reached");
        assertThat(screen.err()).isEmpty();
    }

    @Test
    void theOptionsOfConformanceAreGrouped() {
        assertThat(screen.run("conformance", "--help")).isEqualTo(ExitCode.OK);
        assertThat(screen.out().lines())
                .containsSubsequence(
                        "Usage: fanfare conformance [OPTION...]",
                        "Where:",
                        "What:",
                        "      --quick              Shorter measurements; the rules are the same.",
                        "Report:",
                        "Examples:",
                        "Exit codes: 0 all rules hold, 1 a rule failed, 2 usage, 3 no deployment was reached");
        assertThat(screen.out()).contains("local, datacenter, cross-region");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "conformance ", "providers ", "pub ", "sub "})
    void noLineOfTheHelpIsWiderThanATerminal(String command) {
        assertThat(screen.run((command + "--help").split(" "))).isEqualTo(ExitCode.OK);
        assertThat(screen.out().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
        assertThat(screen.out()).doesNotContain("\u001b");
    }

    @Test
    void theVersionNamesJavaAndTheClientLibraries() {
        assertThat(screen.run("--version")).isEqualTo(ExitCode.OK);
        assertThat(screen.out().lines())
                .anyMatch(line -> line.matches("fanfare \\d.*|fanfare unknown version"))
                .anyMatch(line -> line.startsWith("Java " + Runtime.version().feature()))
                .anyMatch(line -> line.matches("transport jedis \\(Jedis \\d.*\\)"));
    }

    @Test
    void everyPlugInIsListedWithItsOrigin() {
        assertThat(screen.run("providers")).isEqualTo(ExitCode.OK);
        assertThat(screen.out().lines())
                .anyMatch(line -> line.matches("kind +id +module +jar +state"))
                .anyMatch(line -> line.matches("transport +jedis +.* +usable: Jedis \\d.*"))
                .anyMatch(line -> line.matches("codec +auto +.* +usable"))
                .anyMatch(line -> line.matches("codec +string +.* +usable"))
                .anyMatch(line -> line.matches("codec +typed +.* +usable"))
                .anyMatch(line -> line.matches("compression +gzip +.* +usable"))
                .anyMatch(line -> line.matches("compression +zstd +.* +usable: zstd-jni \\d.*"))
                .anyMatch(line -> line.matches("dispatcher +ordered +.* +usable"));
    }
}

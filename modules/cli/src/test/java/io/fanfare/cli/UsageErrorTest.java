package io.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageErrorTest {
    private final Screen screen = Screen.plain();

    private void refuses(String sentence, String... arguments) {
        assertThat(screen.run(arguments)).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err()).isEqualTo("fanfare: " + sentence + System.lineSeparator());
        assertThat(screen.out()).isEmpty();
    }

    @Test
    void anUnknownOptionGetsASuggestion() {
        refuses(
                "unknown option --quik (did you mean --quick?); see fanfare conformance --help",
                "conformance",
                "--quik");
    }

    @Test
    void anUnknownCommandGetsASuggestion() {
        refuses("unknown command conformence (did you mean conformance?); see fanfare --help", "conformence");
    }

    @Test
    void anArgumentTooManyIsNamed() {
        refuses("unknown argument b; see fanfare pub --help", "pub", "channel", "a", "b");
    }

    @Test
    void aMissingArgumentIsNamed() {
        refuses("missing required parameter: 'MESSAGE'; see fanfare pub --help", "pub", "channel");
    }

    @Test
    void anUnknownProfileListsTheProfiles() {
        refuses(
                "invalid value for option '--profile': there is no profile moon; there are local, datacenter, cross-region;"
                        + " see fanfare conformance --help",
                "conformance",
                "--profile",
                "moon");
    }

    @Test
    void aCountBelowOneIsRefused() {
        refuses("--count is 0, but 1 is the least; see fanfare pub --help", "pub", "a", "b", "--count", "0");
    }

    @Test
    void aCountOfASubscriptionBelowOneIsRefused() {
        refuses("--count is 0, but 1 is the least; see fanfare sub --help", "sub", "a", "--count", "0");
    }

    @Test
    void anUnknownTransportListsTheOnesFoundAndTheArtifactToAdd() {
        assertThat(screen.run("conformance", "--transport", "smoke")).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err())
                .startsWith("fanfare: no transport with the id 'smoke' is present; found: ")
                .contains("jedis (", "memory (", "io.fanfare:fanfare-transport-smoke")
                .hasLineCount(1);
        assertThat(screen.out()).isEmpty();
    }

    @Test
    void anUnknownCodecListsTheOnesFoundAndTheArtifactToAdd() {
        assertThat(screen.run("conformance", "--codec", "json,morse")).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err())
                .startsWith("fanfare: no codec with the id 'morse' is present; found: ")
                .contains("json (", "msgpack (", "io.fanfare:fanfare-codec-morse")
                .hasLineCount(1);
        assertThat(screen.out()).isEmpty();
    }

    @Test
    void anUnknownTransportOfPubIsRefused() {
        assertThat(screen.run("pub", "a", "b", "--transport", "smoke")).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err()).contains("io.fanfare:fanfare-transport-smoke");
    }

    @Test
    void aUriOfAnotherSchemeIsRefusedWithoutItsPassword() {
        assertThat(screen.run("conformance", "--uri", "http://user:secret@localhost"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(screen.err()).contains("scheme http").doesNotContain("secret");
    }

    @Test
    void aRemoteServerIsNotLoadedWithoutConsent() {
        refuses(
                "192.0.2.1:6379 is on another machine, and a check loads it with thousands of messages a second and more than"
                        + " 100 connections; if its owner agrees, add --yes-load-a-remote-server",
                "conformance",
                "--uri",
                "redis://192.0.2.1");
    }

    @Test
    void aReportInAFolderThatIsNotThereIsRefusedBeforeTheRun(@TempDir Path folder) {
        Path missing = folder.resolve("missing");
        refuses(
                "the report cannot be written: there is no folder " + missing,
                "conformance",
                "--json",
                missing.resolve("out.json").toString());
    }

    @Test
    void aReportOverAFolderIsRefusedBeforeTheRun(@TempDir Path folder) {
        refuses(
                "the report cannot be written: " + folder + " is not a regular file",
                "conformance",
                "--json",
                folder.toString());
    }

    @Test
    void checkingTheReportLeavesNothingBehind(@TempDir Path folder) throws Exception {
        assertThat(new ReportFile(folder.resolve("out.json")).problem()).isNull();
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aMessageThatIsNoJsonIsRefused() {
        assertThat(screen.run("pub", "a", "{", "--codec", "json")).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err()).startsWith("fanfare: the message is not JSON (");
    }

    @Test
    void noCommandShowsTheHelpAsAnError() {
        assertThat(screen.run()).isEqualTo(ExitCode.USAGE);
        assertThat(screen.err()).contains("Usage: fanfare COMMAND", "Commands:");
        assertThat(screen.out()).isEmpty();
    }
}

package io.fanfare.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code fanfare} without a command. */
@Command(
        name = "fanfare",
        header = "Checks, watches and uses Redis Pub/Sub.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = {"fanfare COMMAND [OPTION...]", "       fanfare COMMAND --help"},
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        versionProvider = Version.class,
        footer = {
            "",
            "Examples:",
            "  fanfare conformance                     starts a Redis and checks everything found",
            "  fanfare conformance --uri redis://localhost:6379 --transport lettuce --json out.json",
            "  fanfare sub orders                      prints what arrives, until Ctrl-C",
            "  fanfare pub orders '{\"id\":7}'           prints how many received it",
            "",
            "Exit codes:",
            "  0  done; every rule holds",
            "  1  a rule failed, or the server refused something",
            "  2  the command line or the configuration is wrong; nothing was done",
            "  3  no deployment was reached",
            "  130  ended by Ctrl-C",
            "",
            "Any fanfare.* setting can come from the environment: FANFARE_URI, FANFARE_TRANSPORT,",
            "FANFARE_PASSWORD_FILE. FANFARE_JAVA_OPTS holds options for the JVM."
        })
final class FanfareCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    @SuppressWarnings("unused") // picocli acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help and exit.")
    private boolean help;

    @SuppressWarnings("unused") // picocli acts on it
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the versions of Fanfare, Java and the client libraries, and exit.")
    private boolean version;

    @Option(
            names = {"-v", "--verbose"},
            scope = ScopeType.INHERIT,
            description = "Show what is logged, on standard error.")
    private boolean verbose;

    FanfareCommand(Console console) {
        this.console = console;
    }

    boolean verbose() {
        return verbose;
    }

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().usage(console.err());
        }
        return ExitCode.USAGE;
    }
}

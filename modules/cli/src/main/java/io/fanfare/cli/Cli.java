package io.fanfare.cli;

import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.RunLast;

/** The command line as a whole. */
final class Cli {
    private Cli() {}

    /** Runs a command and returns its {@link ExitCode}. */
    static int run(Console console, String... arguments) {
        return commandLine(console).execute(arguments);
    }

    private static CommandLine commandLine(Console console) {
        FanfareCommand root = new FanfareCommand(console);
        Failures failures = new Failures(console);
        return new CommandLine(root)
                .addSubcommand(new ConformanceCommand(console))
                .addSubcommand(new ProvidersCommand(console))
                .addSubcommand(new PublishCommand(console))
                .addSubcommand(new SubscribeCommand(console))
                .setOut(console.out())
                .setErr(console.err())
                .setColorScheme(Help.defaultColorScheme(console.colour() ? Help.Ansi.ON : Help.Ansi.OFF))
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .setExecutionStrategy(parsed -> {
                    Logs.configure(root.verbose(), console);
                    return new RunLast().execute(parsed);
                });
    }
}

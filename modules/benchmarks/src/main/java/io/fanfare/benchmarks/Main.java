package io.fanfare.benchmarks;

import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The benchmarks' command line; {@code modules/benchmarks/run} starts it. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "compare | connections | jmh",
        description = {
            "Measures Fanfare.",
            "jmh [JMH's own arguments] runs the micro-benchmarks, with allocation: jmh -prof gc"
        },
        subcommands = {CompareCommand.class, ConnectionsCommand.class})
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("jmh")) {
            org.openjdk.jmh.Main.main(Arrays.copyOfRange(arguments, 1, arguments.length));
            return;
        }
        System.exit(new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }
}

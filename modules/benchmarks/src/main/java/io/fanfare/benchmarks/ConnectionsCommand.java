package io.fanfare.benchmarks;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "connections",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Opens many subscriber connections through Fanfare's transports, each with many channels, publishes once to"
                    + " each channel, and prints what a connection costs.",
            "Exit code 1 if anything does not arrive exactly once on every connection."
        })
final class ConnectionsCommand implements Callable<Integer> {
    private static final double KIB = 1_024;

    @Option(names = "--clients", split = ",", defaultValue = "jedis,lettuce,redisson", description = "client libraries")
    private List<Library> libraries = List.of();

    @Option(names = "--connections", defaultValue = "1000", description = "subscriber connections")
    private int connections;

    @Option(names = "--channels", defaultValue = "1000", description = "channels of each connection, the same for all")
    private int channels;

    @Override
    public Integer call() throws Exception {
        PrintStream out = System.out;
        boolean complete = true;
        try (Server server = new Server()) {
            out.println(Environment.text(server) + "\n\n| transport | connections × channels | subscribed in s"
                    + " | delivered | in s | heap KiB per connection | direct KiB | threads per connection"
                    + " | server KiB per connection |\n|---|---|---|---|---|---|---|---|---|");
            for (Library library : libraries) {
                Audience.Cost cost = new Audience(library, server, connections, channels).measure();
                long wanted = (long) connections * channels;
                complete &= cost.delivered() == wanted;
                out.printf(
                        Locale.ROOT,
                        "| %s | %,d × %,d | %.1f | %,d of %,d | %.1f | %,.1f | %,.1f | %.2f | %,.1f |%n",
                        library.id(),
                        connections,
                        channels,
                        cost.subscribeSeconds(),
                        cost.delivered(),
                        wanted,
                        cost.deliverSeconds(),
                        cost.heap() / KIB / connections,
                        cost.direct() / KIB / connections,
                        (double) cost.threads() / connections,
                        cost.server() / KIB / connections);
                out.flush();
            }
        }
        return complete ? 0 : 1;
    }
}

package io.fanfare.cli;

import io.fanfare.Fanfare;
import io.fanfare.Subscription;
import io.fanfare.TypedTopic;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fanfare sub}. */
@Command(
        name = "sub",
        header = "Subscribes and prints what arrives, one line for each message.",
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "A line is the channel, a tab and the payload. Text is printed as it is; what is no text or",
            "has control characters stands in double quotes with escapes such as \\n and \\x00. Times in",
            "which messages may have been lost are told on standard error.",
            "",
            "Examples:",
            "  fanfare sub orders news",
            "  fanfare sub 'orders.*' --pattern --count 10",
            "  fanfare sub orders --codec msgpack"
        })
final class SubscribeCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "CHANNEL", description = "What to subscribe to.")
    private List<String> names = List.of();

    @ArgGroup(exclusive = true)
    private Kind kind = new Kind();

    static final class Kind {
        @Option(names = "--pattern", description = "CHANNEL is a pattern: ? one byte, * any number, [ab] one of these.")
        private boolean pattern;

        @Option(names = "--shard", description = "CHANNEL is a shard channel (Redis 7.0 or newer).")
        private boolean shard;
    }

    @Option(names = "--count", paramLabel = "N", description = "End after N messages; without it, at Ctrl-C.")
    private @Nullable Long count;

    @ArgGroup(validate = false, heading = "%nConnection:%n")
    private ConnectionArguments connection = new ConnectionArguments();

    SubscribeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (count != null && count < 1 && spec != null) {
            throw new ParameterException(spec.commandLine(), "--count is " + count + ", but 1 is the least");
        }
        PayloadFormat format = connection.format();
        Receiver receiver = new Receiver(console, format, count == null ? Long.MAX_VALUE : count);
        try (Fanfare fanfare = connection.open(format)) {
            List<Subscription> subscriptions = names.stream()
                    .map(name -> receiver.subscribe(topic(fanfare, name)))
                    .toList();
            CompletableFuture.allOf(
                            subscriptions.stream().map(Subscription::ready).toArray(CompletableFuture[]::new))
                    .join();
            console.err()
                    .println("subscribed to " + String.join(", ", names) + " at "
                            + fanfare.selection().endpoint() + " with "
                            + fanfare.selection().transport());
            console.err().flush();
            receiver.await();
            long dropped = subscriptions.stream()
                    .mapToLong(one -> one.queue().dropped())
                    .sum();
            if (dropped > 0) {
                console.error(
                        dropped + " messages were dropped because they arrived faster than they could be printed");
            }
        }
        return ExitCode.OK;
    }

    private TypedTopic<byte[]> topic(Fanfare fanfare, String name) {
        if (kind.pattern) {
            return fanfare.pattern(name, byte[].class);
        }
        return kind.shard ? fanfare.shardChannel(name, byte[].class) : fanfare.channel(name, byte[].class);
    }
}

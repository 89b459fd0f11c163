package io.fanfare.cli;

import io.fanfare.Fanfare;
import io.fanfare.TypedChannel;
import io.fanfare.spi.Payload;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fanfare pub}. */
@Command(
        name = "pub",
        header = "Publishes a message and prints how many subscriptions received it.",
        synopsisHeading = "%nUsage: ",
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "On a cluster the number is that of the node that answered.",
            "",
            "Examples:",
            "  fanfare pub orders '{\"id\":7}'",
            "  date | fanfare pub news -",
            "  fanfare pub orders '{\"id\":7}' --codec msgpack",
            "  fanfare pub raw '\\x00\\xff' --codec bytes --count 10"
        })
final class PublishCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    private final Console console;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "CHANNEL", description = "Where to publish.")
    private String channel = "";

    @Parameters(
            index = "1",
            paramLabel = "MESSAGE",
            description =
                    "What to publish; - reads all of standard input, without its last line break unless --codec is bytes.")
    private String message = "";

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1",
            description = "Publish it N times, one after the other.")
    private int count = 1;

    @Option(names = "--shard", description = "CHANNEL is a shard channel (Redis 7.0 or newer).")
    private boolean shard;

    @ArgGroup(validate = false, heading = "%nConnection:%n")
    private ConnectionArguments connection = new ConnectionArguments();

    PublishCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (count < 1 && spec != null) {
            throw new ParameterException(spec.commandLine(), "--count is " + count + ", but 1 is the least");
        }
        PayloadFormat format = connection.format();
        byte[] payload = payload(format).toByteArray();
        try (Fanfare fanfare = connection.open(format)) {
            TypedChannel<byte[]> destination =
                    shard ? fanfare.shardChannel(channel, byte[].class) : fanfare.channel(channel, byte[].class);
            for (int i = 0; i < count; i++) {
                console.out().println(destination.publish(payload).join());
            }
        }
        return ExitCode.OK;
    }

    private Payload payload(PayloadFormat format) throws IOException {
        return message.equals(STANDARD_INPUT)
                ? format.ofInput(console.in().readAllBytes())
                : format.ofArgument(message);
    }
}

package io.fanfare;

import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionPool;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Lease;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import io.fanfare.spi.SubscribeConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Asks a server about a subscription connection: on that connection itself, or, where it answers no commands while
 * subscribed, as under RESP2, on a connection for commands.
 */
final class Inquiry {
    private final SubscribeConnection connection;
    private final ConnectionPool<CommandConnection> commands;
    private final Duration timeout;
    private volatile boolean elsewhere;

    Inquiry(SubscribeConnection connection, ConnectionPool<CommandConnection> commands, Duration timeout) {
        this.connection = connection;
        this.commands = commands;
        this.timeout = timeout;
    }

    SubscribeConnection connection() {
        return connection;
    }

    /** Asks on the connection itself. A refusal fails the stage with what the server says. */
    CompletionStage<Reply> askHere(String... command) {
        return call(() -> connection.call(bytes(command))).thenCompose(reply -> accepted(reply, command));
    }

    /** Asks with {@code here} on the connection itself, and where that is not possible with {@code there} elsewhere. */
    CompletionStage<Reply> ask(String[] here, String[] there) {
        if (elsewhere) {
            return askElsewhere(there);
        }
        return call(() -> connection.call(bytes(here))).thenCompose(reply -> {
            if (reply instanceof Reply.OfError error
                    && ErrorCode.ofErrorReply(error.message()) != ErrorCode.NO_PERMISSION) {
                elsewhere = true;
                return askElsewhere(there);
            }
            return accepted(reply, here);
        });
    }

    private CompletionStage<Reply> askElsewhere(String... command) {
        return call(() -> commands.lease(0, timeout)).thenCompose(lease -> askOver(lease, command));
    }

    private CompletionStage<Reply> askOver(Lease<CommandConnection> lease, String... command) {
        return call(() -> lease.connection().call(command))
                .whenComplete((reply, failure) -> lease.close())
                .thenCompose(reply -> accepted(reply, command));
    }

    /** Makes a call of a plug-in; what it throws fails the stage. */
    private static <T> CompletionStage<T> call(Supplier<CompletionStage<T>> made) {
        try {
            return Objects.requireNonNull(made.get(), "the transport returned no stage")
                    .toCompletableFuture();
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletionStage<Reply> accepted(Reply reply, String... command) {
        if (reply instanceof Reply.OfError error) {
            return CompletableFuture.failedFuture(
                    PubSubException.refused(String.join(" ", command), connection.node(), error.message()));
        }
        return CompletableFuture.completedFuture(reply);
    }

    private static List<byte[]> bytes(String... command) {
        return Stream.of(command)
                .map(argument -> argument.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}

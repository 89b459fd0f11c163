package io.fanfare;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.Connection;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;

/** Finds out whether the server still answers on a connection. */
final class Ping {
    private static final List<byte[]> COMMAND = List.of("PING".getBytes(UTF_8));

    private Ping() {}

    /**
     * Sends {@code PING}; any answer counts, a refusal included. A connection on which none can be sent answers as long
     * as it is open.
     *
     * @return false if no answer comes within the timeout, or none can
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the stages that end the wait cannot fail
    static CompletionStage<Boolean> answered(Connection connection, Duration timeout, ScheduledExecutorService timer) {
        CompletableFuture<Boolean> result = new CompletableFuture<>();
        send(connection)
                .whenComplete((reply, failure) -> result.complete(failure == null || open(connection, failure)));
        if (!result.isDone()) {
            Future<?> expiry = Later.schedule(timer, timeout, () -> result.complete(false));
            if (expiry != null) {
                result.whenComplete((alive, failure) -> expiry.cancel(false));
            }
        }
        return result;
    }

    /** Sends {@code PING}. What is thrown fails the stage. */
    static CompletionStage<Reply> send(Connection connection) {
        try {
            if (connection instanceof CommandConnection commands) {
                return commands.call(COMMAND);
            }
            if (connection instanceof PublishConnection publishing) {
                return publishing.call(COMMAND);
            }
            return CompletableFuture.failedFuture(
                    new PubSubException(ErrorCode.UNSUPPORTED, connection + " takes no commands"));
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static boolean open(Connection connection, Throwable failure) {
        return Link.unwrap(failure).code() == ErrorCode.UNSUPPORTED && connection.isOpen();
    }
}

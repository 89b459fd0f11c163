package io.fanfare;

import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import io.fanfare.spi.Transport;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/** Asks nodes, one question at a time; keeps the connection to the node that was asked last. */
final class Interview implements AutoCloseable {
    private final Transport transport;
    private final ScheduledExecutorService timer;
    private final Duration timeout;
    private @Nullable CommandConnection kept;
    private boolean closed;

    /** Creates one; {@code timeout} is for an answer, connecting has its own. */
    Interview(Transport transport, ScheduledExecutorService timer, Duration timeout) {
        this.transport = transport;
        this.timer = timer;
        this.timeout = timeout;
    }

    /** Returns the node that was asked last, if the connection to it is still open. */
    synchronized @Nullable Node partner() {
        return kept != null && kept.isOpen() ? kept.node() : null;
    }

    /** Asks a node; what it refuses fails the stage. */
    CompletionStage<Reply> ask(Node node, String... command) {
        return connection(node).thenCompose(open -> answer(open, command)).thenCompose(reply -> {
            if (reply instanceof Reply.OfError error) {
                return CompletableFuture.failedFuture(new PubSubException(
                        ErrorCode.ofErrorReply(error.message()),
                        node + " refused " + String.join(" ", command) + ": " + error.message()));
            }
            return CompletableFuture.completedFuture(reply);
        });
    }

    private CompletionStage<CommandConnection> connection(Node node) {
        CommandConnection open;
        synchronized (this) {
            open = kept;
            if (open != null && open.isOpen() && open.node().equals(node)) {
                return CompletableFuture.completedFuture(open);
            }
            kept = null;
        }
        if (open != null) {
            open.close();
        }
        return Link.connect(listener -> transport.connectCommand(node, listener), new ConnectionListener() {})
                .thenApply(this::keep);
    }

    private CommandConnection keep(CommandConnection made) {
        boolean late;
        synchronized (this) {
            late = closed;
            kept = late ? null : made;
        }
        if (late) {
            made.close();
        }
        return made;
    }

    private CompletionStage<Reply> answer(CommandConnection over, String... command) {
        CompletableFuture<Reply> answer = new CompletableFuture<>();
        var deadline = Later.schedule(timer, timeout, () -> {
            PubSubException late = new PubSubException(
                    ErrorCode.TIMEOUT,
                    over.node() + " did not answer " + String.join(" ", command) + " within " + timeout.toMillis()
                            + " ms");
            if (answer.completeExceptionally(late)) {
                over.close();
            }
        });
        over.call(command).whenComplete((reply, failure) -> {
            if (failure == null) {
                answer.complete(reply);
            } else {
                answer.completeExceptionally(failure);
            }
            if (deadline != null) {
                deadline.cancel(false);
            }
        });
        return answer;
    }

    @Override
    public void close() {
        CommandConnection open;
        synchronized (this) {
            closed = true;
            open = kept;
            kept = null;
        }
        if (open != null) {
            open.close();
        }
    }
}

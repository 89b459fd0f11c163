package io.fanfare;

import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionFactory;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Opens connections when told to: each attempt waits until the test has it succeed or fail. */
final class ManualFactory implements ConnectionFactory<CommandConnection> {
    final List<Attempt> attempts = new CopyOnWriteArrayList<>();

    /** Whether attempts succeed by themselves. */
    volatile boolean immediate;

    static ManualFactory immediate() {
        ManualFactory factory = new ManualFactory();
        factory.immediate = true;
        return factory;
    }

    @Override
    public CompletionStage<CommandConnection> connect(ConnectionListener listener) {
        Attempt attempt = new Attempt(listener);
        attempts.add(attempt);
        if (immediate) {
            attempt.succeed();
        }
        return attempt.stage;
    }

    Attempt attempt(int number) {
        return attempts.get(number);
    }

    /** Returns how many connections are open. */
    long open() {
        return attempts.stream()
                .filter(attempt -> attempt.made && attempt.isOpen())
                .count();
    }

    /** One attempt, and the connection that it makes. */
    static final class Attempt implements CommandConnection {
        /** Commands without an answer. */
        final List<CompletableFuture<Reply>> calls = new CopyOnWriteArrayList<>();

        private final ConnectionListener listener;
        private final CompletableFuture<CommandConnection> stage = new CompletableFuture<>();
        private volatile boolean made;
        private volatile boolean closed;

        Attempt(ConnectionListener listener) {
            this.listener = listener;
        }

        void succeed() {
            made = true;
            stage.complete(this);
        }

        void fail() {
            stage.completeExceptionally(new PubSubException(ErrorCode.CONNECT_FAILED, "refused by the test"));
        }

        /** Has the connection lost. */
        void lose() {
            closed = true;
            listener.onLost(new PubSubException(ErrorCode.CONNECTION_LOST, "lost by the test"));
        }

        /** Answers the oldest command. */
        void answer(Reply reply) {
            calls.remove(0).complete(reply);
        }

        @Override
        public CompletionStage<Reply> call(List<byte[]> arguments) {
            CompletableFuture<Reply> reply = new CompletableFuture<>();
            calls.add(reply);
            return reply;
        }

        @Override
        public Node node() {
            return Node.of("manual", 6379);
        }

        @Override
        public boolean isOpen() {
            return !closed;
        }

        @Override
        public void close() {
            closed = true;
            calls.forEach(call -> call.completeExceptionally(new PubSubException(ErrorCode.CLOSED, "closed")));
        }
    }
}

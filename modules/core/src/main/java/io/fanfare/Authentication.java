package io.fanfare;

import io.fanfare.spi.Credentials;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Sends {@code AUTH} on connections that are open. Never prints the password. */
final class Authentication {
    private final Credentials credentials;

    Authentication(Credentials credentials) {
        this.credentials = credentials;
    }

    /**
     * Authenticates. The stage fails with {@link ErrorCode#AUTHENTICATION_FAILED} if the server refuses the
     * credentials, and with {@link ErrorCode#UNSUPPORTED} if this connection takes no such command.
     *
     * @param call sends a command on the connection
     */
    CompletionStage<Void> over(Node node, Function<List<byte[]>, CompletionStage<Reply>> call) {
        List<byte[]> command = new ArrayList<>();
        command.add(bytes("AUTH"));
        String username = credentials.username();
        if (username != null) {
            command.add(bytes(username));
        }
        command.add(bytes(credentials.password()));
        try {
            return call.apply(command).thenCompose(reply -> judge(node, reply));
        } catch (PubSubException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Tells whether a failure is the end of the connection: the next one begins with the new credentials. */
    static boolean isMoot(PubSubException failure) {
        return failure.code() == ErrorCode.CONNECTION_LOST || failure.code() == ErrorCode.CLOSED;
    }

    private static CompletionStage<Void> judge(Node node, Reply reply) {
        if (!(reply instanceof Reply.OfError error)) {
            return CompletableFuture.completedFuture(null);
        }
        ErrorCode code = ErrorCode.ofErrorReply(error.message());
        return CompletableFuture.failedFuture(new PubSubException(
                code == ErrorCode.COMMAND_REFUSED ? ErrorCode.UNSUPPORTED : code,
                node + " refused AUTH on an open connection: " + error.message()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

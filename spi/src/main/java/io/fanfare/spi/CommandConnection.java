package io.fanfare.spi;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A connection for commands that have one reply each; not for subscribing. */
public interface CommandConnection extends Connection {
    /**
     * Sends a command. Does not block. The stage completes with the reply, an {@link Reply.OfError} included, on a
     * thread of the transport, and fails with {@link ErrorCode#CONNECTION_LOST} or {@link ErrorCode#CLOSED} if none can
     * arrive. No deadline is applied here.
     *
     * @param arguments the command's name and its arguments
     */
    CompletionStage<Reply> call(List<byte[]> arguments);

    /** Sends a command whose name and arguments are the UTF-8 bytes of {@code arguments}. */
    default CompletionStage<Reply> call(String... arguments) {
        List<byte[]> bytes = new ArrayList<>(arguments.length);
        for (String argument : arguments) {
            bytes.add(argument.getBytes(StandardCharsets.UTF_8));
        }
        return call(bytes);
    }
}

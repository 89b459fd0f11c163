package io.fanfare.spi;

import org.jspecify.annotations.Nullable;

/**
 * The one exception family of Fanfare. {@link #code()} says what happened, {@link ErrorCode#kind()} what a caller can
 * do, and the message carries the numbers and what to do next. Futures of Fanfare fail with this type directly, so that
 * {@code CompletionException.getCause()} is always a {@code PubSubException}.
 */
public class PubSubException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    /** Creates an exception whose message begins with the code. */
    public PubSubException(ErrorCode code, String message) {
        this(code, message, null);
    }

    /** Creates an exception whose message begins with the code. */
    public PubSubException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(code + ": " + message, cause);
        this.code = code;
    }

    /** Returns what happened. */
    public final ErrorCode code() {
        return code;
    }

    /**
     * Returns the failure for an error reply of the server. For one of a missing permission the message says which ACL
     * rule allows the command.
     *
     * @param command the command without secrets, such as {@code SUBSCRIBE orders}
     * @param node the node that refused it
     * @param reply the text of the error reply, without the leading {@code -}
     */
    public static PubSubException refused(String command, Node node, String reply) {
        ErrorCode code = ErrorCode.ofErrorReply(reply);
        String rule = code == ErrorCode.NO_PERMISSION ? AclRule.allowing(command, reply) : null;
        return new PubSubException(
                code,
                node + " refused " + command + ": " + reply
                        + (rule == null ? "" : "; the ACL rule " + rule + " allows it"));
    }
}

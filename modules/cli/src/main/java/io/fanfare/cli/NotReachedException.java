package io.fanfare.cli;

import io.fanfare.spi.Endpoint;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import java.util.Set;

/** No deployment was reached; the message says what was tried and what to do. */
final class NotReachedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final Set<ErrorCode> CODES = Set.of(
            ErrorCode.CONNECT_FAILED,
            ErrorCode.AUTHENTICATION_FAILED,
            ErrorCode.SERVER_UNAVAILABLE,
            ErrorCode.CONNECTION_LOST,
            ErrorCode.TIMEOUT);

    private NotReachedException(String message, PubSubException cause) {
        super(message, cause);
    }

    /**
     * Returns what to throw in place of a failure to begin work with a deployment.
     *
     * @param uri what the user named, perhaps with a password
     * @param advice what to do if nothing answers there
     */
    static RuntimeException of(PubSubException failure, String uri, String advice) {
        if (!CODES.contains(failure.code())) {
            return failure;
        }
        String remedy = failure.code() == ErrorCode.AUTHENTICATION_FAILED
                ? "name the user and password in the URI, redis://user:password@host, or in FANFARE_USERNAME and"
                        + " FANFARE_PASSWORD_FILE"
                : advice;
        return new NotReachedException(
                "no Redis was reached at " + Endpoint.parse(uri) + ": " + whatHappened(failure) + "; " + remedy,
                failure);
    }

    /** Returns the message of a failure without what it says to do, which comes after a semicolon. */
    private static String whatHappened(PubSubException failure) {
        String text = Failures.text(failure);
        int advice = text.indexOf("; ");
        return advice < 0 ? text : text.substring(0, advice);
    }
}

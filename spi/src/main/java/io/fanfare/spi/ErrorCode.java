package io.fanfare.spi;

import java.util.Locale;

/** The failures that Fanfare reports. Each has a paragraph of the same name in {@code docs/errors.md}. */
public enum ErrorCode {
    /** The transport, pool or dispatcher declares that it lacks what was asked for. */
    UNSUPPORTED(Kind.USAGE),
    /** A configuration key, URI, option or argument has no valid value. */
    CONFIGURATION_INVALID(Kind.USAGE),
    /** No plug-in has the id that was asked for, or none was found at all. */
    PROVIDER_NOT_FOUND(Kind.USAGE),
    /** Several plug-ins were found and none was named. */
    PROVIDER_AMBIGUOUS(Kind.USAGE),
    /** Two plug-ins of one kind share an id. */
    PROVIDER_DUPLICATE(Kind.USAGE),
    /** The plug-in was found but cannot work here, or it failed to load. */
    PROVIDER_UNAVAILABLE(Kind.USAGE),
    /** The client, connection, pool or subscription was closed before or during the call. */
    CLOSED(Kind.USAGE),
    /** No connection was established within the connect timeout, or it was refused. */
    CONNECT_FAILED(Kind.TRANSIENT),
    /** The server refused the user name or password. */
    AUTHENTICATION_FAILED(Kind.PERMANENT),
    /** An established connection ended. What was unanswered may or may not have reached the server. */
    CONNECTION_LOST(Kind.TRANSIENT),
    /** No answer came within the deadline. */
    TIMEOUT(Kind.TRANSIENT),
    /** The server refused the command for lack of a permission. */
    NO_PERMISSION(Kind.PERMANENT),
    /** The server says that another node serves this slot. */
    MOVED(Kind.TRANSIENT),
    /** The server refused the command with any other error. */
    COMMAND_REFUSED(Kind.PERMANENT),
    /** The server cannot serve now: it is loading, a cluster is down, a script blocks it, or it has no memory left. */
    SERVER_UNAVAILABLE(Kind.TRANSIENT),
    /** No connection could be leased within the deadline. */
    POOL_EXHAUSTED(Kind.TRANSIENT),
    /** There is no connection, and the configuration says not to wait for one; nothing was sent. */
    NOT_CONNECTED(Kind.TRANSIENT),
    /** More publishes are unanswered than the limit allows. */
    PUBLISH_LIMIT(Kind.TRANSIENT),
    /** Messages are missing by the sequence in their envelopes, though no connection was lost. */
    SEQUENCE_GAP(Kind.TRANSIENT),
    /** The server no longer holds subscriptions that it had confirmed, though the connection was not lost. */
    SUBSCRIPTION_LOST(Kind.TRANSIENT),
    /** A probe that the server took did not come back on a subscription connection. */
    PROBE_FAILED(Kind.TRANSIENT),
    /** The server was a master and has become a replica. */
    DEMOTED(Kind.TRANSIENT),
    /** The queue of a subscription was full and its policy is to end the subscription. */
    QUEUE_OVERFLOW(Kind.PERMANENT),
    /** A codec could not encode a value. */
    ENCODE_FAILED(Kind.PERMANENT),
    /** A codec could not decode a payload. */
    DECODE_FAILED(Kind.PERMANENT),
    /** A handler of the application threw. */
    HANDLER_FAILED(Kind.PERMANENT),
    /** A plug-in broke its contract. */
    CONTRACT_BROKEN(Kind.PERMANENT);

    /** What a caller can do about a failure. */
    public enum Kind {
        /** The call or the configuration is wrong; change it. */
        USAGE,
        /** It may pass; trying again later can succeed. */
        TRANSIENT,
        /** Trying the same again fails again. */
        PERMANENT
    }

    private final Kind kind;

    ErrorCode(Kind kind) {
        this.kind = kind;
    }

    /** Returns what a caller can do about this failure. */
    public Kind kind() {
        return kind;
    }

    /**
     * Classifies an error reply of a Redis server by its first word.
     *
     * @param reply the text of the error reply, without the leading {@code -}
     */
    public static ErrorCode ofErrorReply(String reply) {
        int space = reply.indexOf(' ');
        String word = (space < 0 ? reply : reply.substring(0, space)).toUpperCase(Locale.ROOT);
        return switch (word) {
            case "NOPERM" -> NO_PERMISSION;
            case "NOAUTH", "WRONGPASS" -> AUTHENTICATION_FAILED;
            case "MOVED", "ASK" -> MOVED;
            case "LOADING", "CLUSTERDOWN", "MASTERDOWN", "BUSY", "OOM", "TRYAGAIN", "READONLY" -> SERVER_UNAVAILABLE;
            default -> COMMAND_REFUSED;
        };
    }
}

package io.fanfare.transport.jedis;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;
import redis.clients.jedis.exceptions.JedisDataException;

/** Why connecting failed, in the words of the contract. */
final class ConnectFailure {
    private ConnectFailure() {}

    static PubSubException timedOut(String connection, Duration timeout, String phase) {
        return new PubSubException(
                ErrorCode.CONNECT_FAILED,
                "cannot open the " + connection + ": not done after the connect-timeout of " + timeout.toMillis()
                        + " ms, while " + phase
                        + "; check that a Redis server answers there, or raise fanfare.connect-timeout");
    }

    static PubSubException of(String connection, Node node, Duration elapsed, Duration timeout, Exception failure) {
        if (failure instanceof JedisDataException
                && ErrorCode.ofErrorReply(reason(failure)) == ErrorCode.AUTHENTICATION_FAILED) {
            return new PubSubException(
                    ErrorCode.AUTHENTICATION_FAILED,
                    node + " refused the user name or password: " + reason(failure)
                            + "; check the credentials and ACL LIST on the server",
                    failure);
        }
        return new PubSubException(
                ErrorCode.CONNECT_FAILED,
                "cannot open the " + connection + ": failed after " + elapsed.toMillis()
                        + " ms, of a connect-timeout of " + timeout.toMillis() + " ms: " + reason(failure)
                        + advice(node, root(failure)),
                failure);
    }

    /** Returns what the innermost cause says. */
    static String reason(Throwable failure) {
        Throwable root = root(failure);
        String message = root.getMessage();
        return root instanceof JedisDataException && message != null
                ? message
                : message == null
                        ? root.getClass().getSimpleName()
                        : root.getClass().getSimpleName() + ": " + message;
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null && !isProtocolRefused(root)) {
            root = root.getCause();
        }
        return root;
    }

    private static String advice(Node node, Throwable root) {
        if (node.connect().isSocket() && root instanceof SocketException) {
            return "; check the path, and unixsocket and unixsocketperm in the server's configuration";
        }
        if (root instanceof UnknownHostException) {
            return "; check the host name";
        }
        if (root instanceof ConnectException) {
            return "; check that a Redis server listens there and that no firewall is in between";
        }
        if (root instanceof SSLException || root instanceof java.security.GeneralSecurityException) {
            return "; check that the server speaks TLS on this port, that its certificate names " + node.tlsServerName()
                    + " and that the ssl-context trusts it";
        }
        if (isProtocolRefused(root)) {
            return "; the server lacks this protocol version or HELLO: set fanfare.protocol to auto";
        }
        return "; see the server's log";
    }

    /**
     * Tells whether the server lacks the protocol version or HELLO; Jedis 8 has an exception for that, Jedis 7 has
     * none.
     */
    private static boolean isProtocolRefused(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return failure.getClass().getSimpleName().equals("JedisProtocolNotSupportedException")
                || (failure instanceof JedisDataException
                        && (message.startsWith("NOPROTO")
                                || message.toUpperCase(Locale.ROOT).startsWith("ERR UNKNOWN COMMAND")));
    }
}

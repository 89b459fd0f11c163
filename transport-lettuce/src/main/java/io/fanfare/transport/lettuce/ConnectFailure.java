package io.fanfare.transport.lettuce;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.lettuce.core.RedisCommandExecutionException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Says why an attempt to connect failed, and what to do. */
final class ConnectFailure {
    private ConnectFailure() {}

    /** Returns the failure for what Lettuce reported. */
    static PubSubException of(
            Node node, Duration elapsed, Duration timeout, Throwable reported, boolean resp3Required) {
        RedisCommandExecutionException refusal = find(reported, RedisCommandExecutionException.class);
        String prefix = "no connection to " + node + " after " + elapsed.toMillis() + " ms of " + timeout.toMillis()
                + " ms (connect-timeout): ";
        if (refusal != null) {
            String reply = String.valueOf(refusal.getMessage());
            if (isAuthentication(reply)) {
                return new PubSubException(
                        ErrorCode.AUTHENTICATION_FAILED,
                        prefix + "the server refused the credentials: " + reply + "; check the user and the password",
                        refusal);
            }
            if (resp3Required && lacksResp3(reply)) {
                return new PubSubException(
                        ErrorCode.UNSUPPORTED,
                        prefix + "the server does not speak RESP3: " + reply + "; set protocol to AUTO or RESP2",
                        refusal);
            }
            return new PubSubException(
                    ErrorCode.CONNECT_FAILED,
                    prefix + "the server refused the handshake: " + reply + "; check its state and the user's rights",
                    refusal);
        }
        return new PubSubException(ErrorCode.CONNECT_FAILED, prefix + explain(reported), root(reported));
    }

    /** Returns the failure of an attempt that the connect timeout ended. */
    static PubSubException timeout(Node node, Duration elapsed, Duration timeout, boolean accepted) {
        String what = accepted
                ? "it accepted the connection and did not answer the handshake; check that it is a Redis server"
                        + (node.isTls() ? " with TLS" : " without TLS") + " and not stopped"
                : "the network did not answer; check the address, the firewall and that the server runs";
        return new PubSubException(
                ErrorCode.CONNECT_FAILED,
                "no connection to " + node + " after " + elapsed.toMillis() + " ms (connect-timeout is "
                        + timeout.toMillis() + " ms): " + what);
    }

    private static String explain(Throwable reported) {
        if (find(reported, SSLException.class) != null) {
            return root(reported) + "; check that the server speaks TLS, its certificate's names and the trust store";
        }
        if (find(reported, UnknownHostException.class) != null) {
            return root(reported) + "; check the host name and the resolver";
        }
        if (find(reported, ConnectException.class) != null) {
            return root(reported) + "; check the port and that the server runs";
        }
        return root(reported) + "; check that a Redis server listens there";
    }

    private static boolean isAuthentication(String reply) {
        return ErrorCode.ofErrorReply(reply) == ErrorCode.AUTHENTICATION_FAILED
                || reply.startsWith("ERR invalid password")
                || (reply.startsWith("ERR") && reply.contains("without any password configured"));
    }

    private static boolean lacksResp3(String reply) {
        return reply.startsWith("NOPROTO") || reply.toLowerCase(Locale.ROOT).startsWith("err unknown command");
    }

    private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    private static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            root = cause;
        }
        return root;
    }
}

package io.fanfare.transport.redisson;

import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Node;
import io.fanfare.spi.Reply;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Short forms for tests against a real server. */
final class Servers {
    private static final ConnectionListener DEAF = new ConnectionListener() {};

    private Servers() {}

    static Node node(EmbeddedRedis redis) {
        return Node.of(redis.host(), redis.port());
    }

    static Transport open(TransportOptions options) {
        return new RedissonTransportProvider().open(options);
    }

    static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    /** Sends one command over a connection of its own. */
    static Reply admin(Transport transport, EmbeddedRedis redis, String... arguments) {
        try (CommandConnection connection = join(transport.connectCommand(node(redis), DEAF))) {
            Reply reply = join(connection.call(arguments));
            if (reply instanceof Reply.OfError error) {
                throw new IllegalStateException(String.join(" ", arguments) + ": " + error.message());
            }
            return reply;
        }
    }
}

package io.fanfare.transport.jedis;

import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Node;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Reply;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A transport that is connected to one server, and a connection beside it to arrange things with. */
final class Session implements AutoCloseable {
    final Node node;
    final Transport transport;
    private final CommandConnection admin;

    Session(EmbeddedRedis redis) {
        this(redis, TransportOptions.defaults());
    }

    Session(EmbeddedRedis redis, TransportOptions options) {
        this(Node.of(redis.host(), redis.port()), options);
    }

    Session(Node node, TransportOptions options) {
        this.node = node;
        this.transport = new JedisTransportProvider().open(options);
        try {
            this.admin = await(transport.connectCommand(node, new Recorder()).toCompletableFuture());
        } catch (CompletionException e) {
            transport.close();
            throw e;
        }
    }

    static <T> T await(CompletableFuture<T> stage) {
        return stage.orTimeout(20, TimeUnit.SECONDS).join();
    }

    Reply redis(String... command) {
        return await(admin.call(command).toCompletableFuture());
    }

    PublishConnection publisher() {
        return publisher(new Recorder());
    }

    PublishConnection publisher(ConnectionListener listener) {
        return await(transport.connectPublisher(node, listener).toCompletableFuture());
    }

    SubscribeConnection subscriber(ConnectionListener listener) {
        return await(transport.connectSubscriber(node, listener).toCompletableFuture());
    }

    CommandConnection command(ConnectionListener listener) {
        return await(transport.connectCommand(node, listener).toCompletableFuture());
    }

    static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("fanfare-jedis-"))
                .toList();
    }

    @Override
    public void close() {
        transport.close();
    }
}

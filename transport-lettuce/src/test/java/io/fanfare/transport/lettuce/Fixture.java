package io.fanfare.transport.lettuce;

import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Credentials;
import io.fanfare.spi.Node;
import io.fanfare.spi.Option;
import io.fanfare.spi.Protocol;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Reply;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server, a transport, and a connection of an administrator. */
final class Fixture implements AutoCloseable {
    static final ConnectionListener DEAF = new ConnectionListener() {};

    final EmbeddedRedis server;
    final Node node;
    final Transport transport;
    final CommandConnection admin;

    Fixture(EmbeddedRedis server, TransportOptions options) {
        this.server = server;
        node = Node.of(server.host(), server.port());
        transport = new LettuceTransportProvider().open(options);
        admin = get(transport.connectCommand(node, DEAF));
    }

    static Fixture standalone(Protocol protocol) {
        return new Fixture(EmbeddedRedis.start(), patient().with(TransportOptions.PROTOCOL, protocol));
    }

    /** Returns options with time for the first connection of a JVM on a busy machine. */
    static TransportOptions patient() {
        return TransportOptions.defaults().with(TransportOptions.CONNECT_TIMEOUT, Duration.ofSeconds(20));
    }

    /** One node that serves every slot. */
    static Fixture cluster(Protocol protocol) {
        EmbeddedRedis server =
                EmbeddedRedis.builder().argument("--cluster-enabled", "yes").start();
        Fixture fixture = new Fixture(server, patient().with(TransportOptions.PROTOCOL, protocol));
        fixture.admin("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
        org.awaitility.Awaitility.await()
                .until(() -> fixture.admin("CLUSTER", "INFO").toString().contains("cluster_state:ok"));
        return fixture;
    }

    static <T> T get(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    static PubSubException failure(CompletionStage<?> stage) {
        try {
            Object value = stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
            throw new AssertionError("did not fail: " + value);
        } catch (java.util.concurrent.ExecutionException e) {
            return (PubSubException) e.getCause();
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    Reply admin(String... command) {
        return get(admin.call(command));
    }

    PublishConnection publisher() {
        return get(transport.connectPublisher(node, DEAF));
    }

    SubscribeConnection subscriber(ConnectionListener listener) {
        return get(transport.connectSubscriber(node, listener));
    }

    /** Opens another transport as an ACL user with these rules. */
    Transport as(String user, String... rules) {
        String[] command = new String[rules.length + 3];
        command[0] = "ACL";
        command[1] = "SETUSER";
        command[2] = user;
        System.arraycopy(rules, 0, command, 3, rules.length);
        admin(command);
        return open(TransportOptions.CREDENTIALS, () -> Credentials.of(user, "secret"));
    }

    static <T> Transport open(Option<T> option, T value) {
        return new LettuceTransportProvider().open(patient().with(option, value));
    }

    /** Waits for the answer to a change of one topic; null if it was confirmed. */
    static @Nullable PubSubException subscribe(SubscribeConnection connection, Topic topic) {
        Answer answer = new Answer();
        connection.subscribe(List.of(topic), answer);
        return get(answer.future).orElse(null);
    }

    static @Nullable PubSubException unsubscribe(SubscribeConnection connection, Topic topic) {
        Answer answer = new Answer();
        connection.unsubscribe(List.of(topic), answer);
        return get(answer.future).orElse(null);
    }

    /** Publishes and waits for the number of receivers. */
    static long publish(PublishConnection connection, io.fanfare.spi.Destination channel, String text) {
        return get(publishing(connection, channel, text));
    }

    static CompletableFuture<Long> publishing(
            PublishConnection connection, io.fanfare.spi.Destination channel, String text) {
        CompletableFuture<Long> receivers = new CompletableFuture<>();
        connection.publish(channel, io.fanfare.spi.Payload.of(text), new PublishCallback() {
            @Override
            public void published(long count) {
                receivers.complete(count);
            }

            @Override
            public void failed(PubSubException cause) {
                receivers.completeExceptionally(cause);
            }
        });
        return receivers;
    }

    @Override
    public void close() {
        transport.close();
        server.close();
    }

    /** The answer to a change of one topic. */
    static final class Answer implements TopicCallback {
        final CompletableFuture<java.util.Optional<PubSubException>> future = new CompletableFuture<>();

        @Override
        public void completed(Topic topic, @Nullable PubSubException failure) {
            future.complete(java.util.Optional.ofNullable(failure));
        }
    }
}

package io.fanfare.integration.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Channel;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Credentials;
import io.fanfare.spi.Destination;
import io.fanfare.spi.Node;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Reply;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An open transport and short forms of what tests do with it. */
final class Session implements AutoCloseable {
    static final ConnectionListener DEAF = new ConnectionListener() {};

    private static final AtomicInteger NUMBER = new AtomicInteger();

    final Wiring wiring;
    final Node node;
    final Transport transport;
    final String clientName = "session-" + NUMBER.incrementAndGet();
    private @Nullable CommandConnection commands;

    Session(Wiring wiring, Node node) {
        this(wiring, node, wiring.options());
    }

    private Session(Wiring wiring, Node node, TransportOptions options) {
        this.wiring = wiring;
        this.node = node;
        transport = wiring.provider().open(options.with(TransportOptions.CLIENT_NAME, clientName));
    }

    /** Opens a session as an ACL user. */
    Session as(String user, String password) {
        TransportOptions options =
                wiring.options().with(TransportOptions.CREDENTIALS, () -> Credentials.of(user, password));
        return new Session(wiring, node, options);
    }

    /** Returns a channel that no other test uses. */
    static Channel channel(String name) {
        return Channel.of(name + "-" + NUMBER.incrementAndGet());
    }

    PublishConnection publisher() {
        return publisher(DEAF);
    }

    PublishConnection publisher(ConnectionListener listener) {
        return Results.of(transport.connectPublisher(node, listener));
    }

    SubscribeConnection subscriber(ConnectionListener listener) {
        return Results.of(transport.connectSubscriber(node, listener));
    }

    /** Opens a connection that holds confirmed subscriptions. */
    SubscribeConnection subscriber(ConnectionListener listener, Topic... topics) {
        SubscribeConnection connection = subscriber(listener);
        subscribe(connection, topics);
        return connection;
    }

    CommandConnection command(ConnectionListener listener) {
        return Results.of(transport.connectCommand(node, listener));
    }

    /** Sends a command, which must succeed, over the one connection that this session has for that. */
    Reply command(String... arguments) {
        if (commands == null) {
            commands = command(DEAF);
        }
        Reply reply = Results.of(commands.call(arguments));
        assertThat(reply).as(String.join(" ", arguments)).isNotInstanceOf(Reply.OfError.class);
        return reply;
    }

    /** Returns what CLIENT LIST says of the connections with a name, by one line for each. */
    List<String> clients(String name) {
        return command("CLIENT", "LIST")
                .toString()
                .lines()
                .filter(line -> line.contains(" name=" + name + " "))
                .toList();
    }

    static void subscribe(SubscribeConnection connection, Topic... topics) {
        Changes changes = new Changes();
        connection.subscribe(List.of(topics), changes);
        assertThat(changes.await(List.of(topics))).isEmpty();
    }

    static void unsubscribe(SubscribeConnection connection, Topic... topics) {
        Changes changes = new Changes();
        connection.unsubscribe(List.of(topics), changes);
        assertThat(changes.await(List.of(topics))).isEmpty();
    }

    static CompletableFuture<Long> publish(PublishConnection connection, Destination channel, String text) {
        return publish(connection, channel, Payload.of(text));
    }

    /** Publishes; the future completes with the number of receivers. */
    static CompletableFuture<Long> publish(PublishConnection connection, Destination channel, Payload payload) {
        CompletableFuture<Long> receivers = new CompletableFuture<>();
        connection.publish(channel, payload, new PublishCallback() {
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
    }

    @Override
    public String toString() {
        return wiring + " at " + node;
    }
}

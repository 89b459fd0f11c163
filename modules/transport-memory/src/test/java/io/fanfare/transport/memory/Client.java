package io.fanfare.transport.memory;

import io.fanfare.spi.Channel;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Destination;
import io.fanfare.spi.Node;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A transport whose stages a test waits for. */
final class Client implements AutoCloseable {
    static final Node NODE = Node.of("memory.test", 6379);
    static final Channel ORDERS = Channel.of("orders");

    static final PublishCallback IGNORE = whenAnswered(() -> {});

    final Transport transport;

    Client() {
        this(MemoryTransportProvider.DEFAULT_OUTPUT_LIMIT);
    }

    Client(long outputLimit) {
        transport = new MemoryTransportProvider(outputLimit).open(TransportOptions.defaults());
    }

    PublishConnection publisher() {
        return publisher(new Recorder());
    }

    PublishConnection publisher(ConnectionListener listener) {
        return await(transport.connectPublisher(NODE, listener));
    }

    SubscribeConnection subscriber(ConnectionListener listener) {
        return await(transport.connectSubscriber(NODE, listener));
    }

    CommandConnection commands() {
        return await(transport.connectCommand(NODE, new Recorder()));
    }

    static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    static PubSubException failure(CompletionStage<?> stage) {
        try {
            throw new AssertionError("did not fail but completed with " + await(stage));
        } catch (CompletionException e) {
            return (PubSubException) e.getCause();
        }
    }

    /** Subscribes and waits for the confirmations. */
    static void subscribe(SubscribeConnection subscriber, Topic... topics) {
        for (Topic topic : topics) {
            CompletableFuture<Void> confirmed = new CompletableFuture<>();
            subscriber.subscribe(List.of(topic), (unused, failure) -> complete(confirmed, null, failure));
            await(confirmed);
        }
    }

    /** Publishes and waits for the number of receivers. */
    static long publish(PublishConnection publisher, Destination channel, String text) {
        CompletableFuture<Long> answer = new CompletableFuture<>();
        publisher.publish(channel, Payload.of(text), new PublishCallback() {
            @Override
            public void published(long receivers) {
                answer.complete(receivers);
            }

            @Override
            public void failed(PubSubException cause) {
                answer.completeExceptionally(cause);
            }
        });
        return await(answer);
    }

    static PublishCallback whenAnswered(Runnable action) {
        return new PublishCallback() {
            @Override
            public void published(long receivers) {
                action.run();
            }

            @Override
            public void failed(PubSubException cause) {
                action.run();
            }
        };
    }

    private static <T> void complete(CompletableFuture<T> stage, T value, PubSubException failure) {
        if (failure == null) {
            stage.complete(value);
        } else {
            stage.completeExceptionally(failure);
        }
    }

    @Override
    public void close() {
        transport.close();
    }
}

package io.fanfare;

import io.fanfare.spi.Capability;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Node;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Reply;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import io.fanfare.transport.memory.MemoryTransportProvider;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** The memory transport, whose first {@link #mutes} subscription connections never answer a PING nor bring a byte. */
final class Muted implements TransportProvider {
    final AtomicInteger mutes = new AtomicInteger();
    final AtomicInteger pings = new AtomicInteger();
    private final TransportProvider memory = new MemoryTransportProvider();

    @Override
    public String id() {
        return "muted";
    }

    @Override
    public Set<Capability> capabilities() {
        return memory.capabilities();
    }

    @Override
    public Transport open(TransportOptions options) {
        Transport transport = memory.open(options);
        return new Transport() {
            @Override
            public Set<Capability> capabilities() {
                return transport.capabilities();
            }

            @Override
            public CompletionStage<PublishConnection> connectPublisher(Node node, ConnectionListener listener) {
                return transport.connectPublisher(node, listener);
            }

            @Override
            public CompletionStage<SubscribeConnection> connectSubscriber(Node node, ConnectionListener listener) {
                boolean mute = mutes.getAndDecrement() > 0;
                return transport.connectSubscriber(node, listener).thenApply(open -> new Subscribing(open, mute));
            }

            @Override
            public CompletionStage<CommandConnection> connectCommand(Node node, ConnectionListener listener) {
                return transport.connectCommand(node, listener);
            }

            @Override
            public void close() {
                transport.close();
            }
        };
    }

    private final class Subscribing implements SubscribeConnection {
        private final SubscribeConnection open;
        private final boolean mute;
        private final long connected = System.nanoTime();

        Subscribing(SubscribeConnection open, boolean mute) {
            this.open = open;
            this.mute = mute;
        }

        @Override
        public CompletionStage<Void> ping() {
            pings.incrementAndGet();
            return mute ? new CompletableFuture<>() : open.ping();
        }

        @Override
        public CompletionStage<Reply> call(List<byte[]> arguments) {
            return open.call(arguments);
        }

        @Override
        public long lastReceivedNanos() {
            return mute ? connected : open.lastReceivedNanos();
        }

        @Override
        public void subscribe(Collection<? extends Topic> topics, TopicCallback callback) {
            open.subscribe(topics, callback);
        }

        @Override
        public void unsubscribe(Collection<? extends Topic> topics, TopicCallback callback) {
            open.unsubscribe(topics, callback);
        }

        @Override
        public void pause() {
            open.pause();
        }

        @Override
        public void resume() {
            open.resume();
        }

        @Override
        public Node node() {
            return open.node();
        }

        @Override
        public boolean isOpen() {
            return open.isOpen();
        }

        @Override
        public void close() {
            open.close();
        }
    }
}

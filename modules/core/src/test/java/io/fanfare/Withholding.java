package io.fanfare;

import static org.awaitility.Awaitility.await;

import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Destination;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Transport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The memory transport, whose publish connections keep publishes to themselves when told to, as a black hole does. */
final class Withholding extends Wrapped {
    /** Every publish connection that was made. */
    final List<Publishing> connections = new CopyOnWriteArrayList<>();

    /** How many of the next connections withhold. */
    final AtomicInteger next = new AtomicInteger();

    /** What the next publish throws after it was taken. */
    final AtomicReference<@Nullable Error> thrown = new AtomicReference<>();

    @Override
    CompletionStage<PublishConnection> connectPublisher(Transport transport, Node node, ConnectionListener listener) {
        Publishing made = new Publishing(listener, next.getAndUpdate(n -> Math.max(0, n - 1)) > 0);
        return transport.connectPublisher(node, made).thenApply(made::over);
    }

    /** A publish that was not passed on. */
    private record Held(Destination channel, Payload payload, PublishCallback callback) {}

    /** One connection. */
    final class Publishing implements PublishConnection, ConnectionListener {
        private final ConnectionListener listener;
        private final Queue<Held> held = new ArrayDeque<>();
        private volatile @Nullable PublishConnection memory;
        private volatile boolean withholds;
        private @Nullable PubSubException ended;

        Publishing(ConnectionListener listener, boolean withholds) {
            this.listener = listener;
            this.withholds = withholds;
        }

        private Publishing over(PublishConnection made) {
            memory = made;
            connections.add(this);
            return this;
        }

        void withhold() {
            withholds = true;
        }

        /** Withholds nothing more. */
        void letPass() {
            withholds = false;
        }

        synchronized int held() {
            return held.size();
        }

        /** Passes the oldest on, as soon as there is one: a publish may come later than its caller goes on. */
        void passOne() {
            if (held() == 0) {
                await().until(() -> held() > 0);
            }
            Held oldest;
            synchronized (this) {
                oldest = held.remove();
            }
            memory.publish(oldest.channel, oldest.payload, oldest.callback);
        }

        /** Has the connection lost; what is held was delivered or not. */
        void lose(boolean delivered) {
            if (delivered) {
                held.forEach(publish -> memory.publish(publish.channel, publish.payload, new PublishCallback() {
                    @Override
                    public void published(long receivers) {}

                    @Override
                    public void failed(PubSubException cause) {}
                }));
            }
            PubSubException lost = new PubSubException(ErrorCode.CONNECTION_LOST, "the test lost the connection");
            memory.close();
            failHeld(lost);
            listener.onLost(lost);
        }

        private void failHeld(PubSubException cause) {
            List<Held> failed;
            synchronized (this) {
                ended = ended == null ? cause : ended;
                failed = new ArrayList<>(held);
                held.clear();
            }
            failed.forEach(publish -> publish.callback.failed(cause));
        }

        @Override
        public void publish(Destination channel, Payload payload, PublishCallback callback) {
            Error error = thrown.getAndSet(null);
            if (error != null) {
                memory.publish(channel, payload, callback);
                throw error;
            }
            PubSubException over;
            synchronized (this) {
                over = ended;
                if (withholds && over == null) {
                    held.add(new Held(channel, payload, callback));
                    return;
                }
            }
            if (over == null) {
                memory.publish(channel, payload, callback);
            } else {
                callback.failed(over);
            }
        }

        @Override
        public void onLost(PubSubException cause) {
            failHeld(cause);
            listener.onLost(cause);
        }

        @Override
        public Node node() {
            return memory.node();
        }

        @Override
        public boolean isOpen() {
            return memory.isOpen();
        }

        @Override
        public void close() {
            memory.close();
            failHeld(new PubSubException(ErrorCode.CLOSED, "the test's connection was closed"));
        }
    }
}

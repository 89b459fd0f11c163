package io.fanfare.transport.jedis;

import io.fanfare.spi.Connection;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.Option;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One connection. The thread that reads it also ends it: whatever happens, that thread leaves its loop, fails what is
 * unanswered and reports the loss, if it is one.
 */
abstract class Link implements Connection, SocketInput.Reads {
    final ConnectionListener listener;
    final Guard guard;
    final Pipeline pipeline = new Pipeline();

    private final Wire wire;
    private final Writer writer;
    private final long openedNanos = System.nanoTime();
    private final AtomicReference<@Nullable PubSubException> ending = new AtomicReference<>();
    private volatile long lastReceivedNanos = openedNanos;

    Link(Wire wire, ConnectionListener listener, int writeBuffer) {
        this.wire = wire;
        this.listener = listener;
        this.guard = new Guard(wire.title());
        this.writer = new Writer(this, pipeline, new CommandBuffer(wire.output(), writeBuffer));
    }

    /** Reads until the connection ends, which an exception tells. */
    abstract void readAll() throws IOException;

    /** Hands over what was read before a loss. */
    void handOver() {}

    @Override
    public final Node node() {
        return wire.node();
    }

    @Override
    public final boolean isOpen() {
        return ending.get() == null;
    }

    @Override
    public final void close() {
        end(new PubSubException(ErrorCode.CLOSED, "the " + wire.title() + " was closed"));
    }

    /** Ends the connection as lost, unless it has ended. */
    final void lose(Exception cause) {
        PubSubException lost = new PubSubException(
                ErrorCode.CONNECTION_LOST,
                "the " + wire.title() + " was lost " + age(openedNanos)
                        + " after it was opened; its last bytes arrived " + age(lastReceivedNanos) + " ago: "
                        + ConnectFailure.reason(cause)
                        + "; Redis tells its reason only in its own log, see there and in the network between",
                cause);
        end(lost);
    }

    /** Reads the connection; its thread calls this once. */
    final void run() {
        try {
            readAll();
        } catch (IOException | JedisException e) {
            lose(e);
        } catch (RuntimeException | Error e) {
            lose(new IOException("reading failed: " + e, e));
        }
        if (!isClosed()) {
            handOver();
        }
        PubSubException cause = ending.get();
        if (cause == null) {
            throw new AssertionError("the connection has ended without a cause");
        }
        pipeline.seal(cause, guard);
        if (cause.code() == ErrorCode.CONNECTION_LOST) {
            guard.run(() -> listener.onLost(cause));
        }
    }

    final boolean isClosed() {
        PubSubException cause = ending.get();
        return cause != null && cause.code() == ErrorCode.CLOSED;
    }

    final PubSubException ended() {
        PubSubException cause = ending.get();
        return cause != null ? cause : new PubSubException(ErrorCode.CLOSED, "the connection was closed");
    }

    /** Appends a request; the caller has it written with {@link #wakeWriter()}. Fails it at once if it is too late. */
    final void append(Request request) {
        if (!pipeline.append(request)) {
            guard.run(() -> request.fail(ended()));
        }
    }

    final void wakeWriter() {
        writer.wake();
    }

    final void startWriter(Writer task) {
        try {
            wire.threads().start(wire.threadLabel(), "writer", task);
        } catch (OutOfMemoryError e) {
            lose(new IOException("no thread could be started to write the connection", e));
        }
    }

    /**
     * Gives a reply to the request that it answers.
     *
     * @return whether it was the last one that this request has
     */
    final boolean answer(Reply reply) throws IOException {
        Request request = oldest();
        boolean finished;
        try {
            finished = request.answer(reply);
        } catch (RuntimeException | Error e) {
            guard.caught(e);
            finished = true;
        }
        if (finished) {
            pipeline.finish(request);
        }
        return finished;
    }

    final Request oldest() throws IOException {
        Request request = pipeline.oldest();
        if (request == null) {
            throw new IOException("the server sent a reply that nothing asked for");
        }
        return request;
    }

    final PubSubException refused(String command, String reply) {
        return PubSubException.refused(command, wire.node(), reply);
    }

    @Override
    public void beforeRead() {}

    @Override
    public void afterRead() throws IOException {
        lastReceivedNanos = System.nanoTime();
    }

    final long lastReceived() {
        return lastReceivedNanos;
    }

    /** Lets the reading thread see that the connection has ended, if it waits for anything but the socket. */
    void wakeReader() {}

    private void end(PubSubException cause) {
        if (ending.compareAndSet(null, cause)) {
            wire.abort();
            wakeReader();
            writer.wake();
        }
    }

    private static String age(long sinceNanos) {
        return Option.written(Duration.ofMillis((System.nanoTime() - sinceNanos) / 1_000_000));
    }
}

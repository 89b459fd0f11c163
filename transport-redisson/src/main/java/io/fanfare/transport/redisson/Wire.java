package io.fanfare.transport.redisson;

import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The end of a channel's pipeline: writes requests of any thread in the order of the calls, many with one flush, and
 * gives replies to them in that order. When the channel ends, everything unanswered fails, and then the loss is
 * reported unless the connection was closed from this side.
 */
final class Wire extends ChannelInboundHandlerAdapter {
    private enum State {
        OPEN,
        CLOSED,
        LOST
    }

    private static final int REQUESTS_PER_FLUSH = 1024;

    private final Node node;
    private final Channel channel;
    private final PushSink sink;
    private final FrameReader frames = new FrameReader();
    private final RequestQueue queue = new RequestQueue();
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private final Runnable drain = this::drain;
    private final long connectedNanos = System.nanoTime();
    private volatile long lastReceivedNanos = connectedNanos;
    private volatile @Nullable PubSubException ending;

    // the rest belongs to the event loop
    private @Nullable CommandWriter out;
    private boolean draining;
    private boolean hasPushes;
    private @Nullable Request oldest;
    private @Nullable Request latest;
    private @Nullable Throwable reason;
    private @Nullable ConnectionListener listener;

    Wire(Node node, Channel channel, PushSink sink) {
        this.node = node;
        this.channel = channel;
        this.sink = sink;
    }

    Node node() {
        return node;
    }

    Channel channel() {
        return channel;
    }

    boolean isOpen() {
        return state.get() == State.OPEN;
    }

    boolean isLost() {
        return state.get() == State.LOST;
    }

    long lastReceivedNanos() {
        return lastReceivedNanos;
    }

    /** Names who hears of a loss from now on. Called on the event loop. */
    void reportLossTo(ConnectionListener lossListener) {
        listener = lossListener;
    }

    /** Sends a request. */
    void send(Request request) {
        send(request, request);
    }

    /** Sends requests that are linked from the last to the first, together. */
    void send(Request last, Request first) {
        switch (state.get() == State.CLOSED ? RequestQueue.Added.REFUSED : queue.add(last, first)) {
            case FIRST -> wake();
            case BEHIND -> {}
            case REFUSED -> failAll(RequestQueue.reversed(last), ended());
        }
    }

    /** Closes the connection. */
    void close() {
        if (state.compareAndSet(State.OPEN, State.CLOSED)) {
            close(channel);
        }
    }

    /** Closes a channel; when that is done its pipeline hears of it. */
    static void close(Channel channel) {
        var unused = channel.close();
    }

    /** Returns the request whose answer comes next; null if there is none. Called on the event loop. */
    @Nullable
    Request oldest() {
        return oldest;
    }

    /** Takes the oldest request off: it has its answer. Called on the event loop. */
    void removeOldest() {
        Request answered = oldest;
        if (answered != null) {
            oldest = answered.next;
            answered.next = null;
            if (oldest == null) {
                latest = null;
            }
        }
    }

    private void wake() {
        try {
            channel.eventLoop().execute(drain);
        } catch (RejectedExecutionException e) {
            // the event loop has ended, and with it the channel
            failAll(queue.take(), ended());
        }
    }

    /** Writes what is queued, unless the socket takes no more; then its becoming writable calls again. */
    void drain() {
        CommandWriter writer = out;
        if (writer == null || draining || !channel.isWritable()) {
            return;
        }
        Request list = queue.take();
        if (list == null) {
            return;
        }
        await(list);
        draining = true;
        try {
            int unflushed = 0;
            for (Request request = list; request != null; request = request.next) {
                request.write(writer);
                if (++unflushed == REQUESTS_PER_FLUSH) {
                    unflushed = 0;
                    writer.flush();
                }
            }
            writer.flush();
        } catch (RuntimeException e) {
            abort(e);
        } finally {
            draining = false;
        }
    }

    private void await(Request list) {
        Request before = latest;
        if (before == null) {
            oldest = list;
        } else {
            before.next = list;
        }
        Request last = list;
        for (Request following = last.next; following != null; following = following.next) {
            last = following;
        }
        latest = last;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        out = new CommandWriter(context);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        drain();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            lastReceivedNanos = System.nanoTime();
            int length = bytes.readableBytes();
            byte[] buffer = frames.reserve(length);
            bytes.readBytes(buffer, frames.end(), length);
            frames.written(length);
            while (isOpen() && frames.next()) {
                dispatch();
            }
        } catch (MalformedFrame | RuntimeException e) {
            abort(e);
        } finally {
            bytes.release();
        }
    }

    private void dispatch() throws MalformedFrame {
        byte type = frames.type(0);
        if (type == '>') {
            hasPushes = true;
            sink.push(this, frames);
            return;
        }
        if (type == '*' && !isAnswerToCall() && sink.push(this, frames)) {
            return;
        }
        Request request = oldest;
        if (request == null) {
            throw new MalformedFrame(
                    frames.isError() ? "the server said: " + frames.text(0) : "a reply came that nothing awaits");
        }
        sink.handOver();
        if (request.answered(frames)) {
            removeOldest();
        }
    }

    /**
     * Tells whether an array that looks like a message is the answer to a call. It is if the server has pushed before,
     * so that it speaks RESP3, or holds no subscription for the connection. Otherwise it speaks RESP2 and refuses every
     * command but those that subscribe, {@code PING}, {@code QUIT} and {@code RESET}; what {@code PING} is answered
     * with does not look like a message.
     */
    private boolean isAnswerToCall() {
        return oldest instanceof CallRequest && (hasPushes || !sink.holdsSubscriptions());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (isOpen()) {
            sink.handOver();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        abort(cause);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
            abort(handshake.cause());
        }
    }

    private void abort(Throwable cause) {
        if (reason == null) {
            reason = cause;
        }
        close(channel);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (out == null) {
            return;
        }
        out = null;
        if (isOpen()) {
            sink.handOver();
        }
        boolean lost = state.compareAndSet(State.OPEN, State.LOST);
        PubSubException cause = lost ? loss() : closed();
        ending = cause;
        Request unanswered = oldest;
        oldest = null;
        latest = null;
        failAll(unanswered, cause);
        do {
            failAll(queue.take(), cause);
        } while (!queue.end());
        ConnectionListener hears = listener;
        if (lost && hears != null) {
            Guard.run(node, "ConnectionListener.onLost", () -> hears.onLost(cause));
        }
    }

    private static void failAll(@Nullable Request list, PubSubException cause) {
        Request request = list;
        while (request != null) {
            Request following = request.next;
            request.next = null;
            request.failed(cause);
            request = following;
        }
    }

    private PubSubException ended() {
        PubSubException cause = ending;
        return cause != null ? cause : closed();
    }

    private PubSubException closed() {
        return new PubSubException(ErrorCode.CLOSED, "the connection to " + node + " is closed");
    }

    private PubSubException loss() {
        Throwable cause = reason;
        String what = cause == null ? "the server closed it" : String.valueOf(cause.getMessage());
        int unanswered = 0;
        for (Request request = oldest; request != null; request = request.next) {
            unanswered++;
        }
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - connectedNanos);
        return new PubSubException(
                ErrorCode.CONNECTION_LOST,
                "the connection to " + node + " was lost after " + seconds + " s: " + what + "; " + unanswered
                        + " unanswered requests may have reached the server; connect again",
                cause);
    }
}

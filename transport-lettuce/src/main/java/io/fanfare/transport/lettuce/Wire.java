package io.fanfare.transport.lettuce;

import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.CommandEncoder;
import io.lettuce.core.protocol.CommandHandler;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.protocol.Endpoint;
import io.lettuce.core.protocol.RedisCommand;
import io.lettuce.core.resource.ClientResources;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Lettuce's command handler of one channel. It does the handshake as Lettuce wrote it; from {@link #attach} on, one
 * {@link Reader} is Lettuce's only command and never done, so that Lettuce decodes everything that arrives into it,
 * while commands are encoded and matched with their answers here. Lettuce's own path costs several objects, a timer and
 * a promise per command, and pops the wrong command when the server sends {@code sunsubscribe} by itself.
 *
 * <p>Everything runs on the channel's event loop, except {@link #send}, {@link #close}, {@link #pause}, {@link #resume}
 * and the accessors.
 */
final class Wire extends CommandHandler {
    private static final System.Logger LOG = System.getLogger(Wire.class.getName());

    /** How much is encoded before a flush. */
    private static final int FLUSH_BYTES = 64 * 1024;

    /** How much one task writes before what has arrived is read. */
    private static final int TASK_BYTES = 4 * FLUSH_BYTES;

    private final Node node;
    private final Channel socket;
    private final Outbox outbox = new Outbox();
    private final ArrayDeque<Command> unanswered = new ArrayDeque<>();

    /** Whether {@link #drain} is queued on the event loop or waits for the socket. */
    private final AtomicBoolean draining = new AtomicBoolean();

    private final Runnable drainTask = this::drain;
    private final AtomicLong reported = new AtomicLong();
    private final long openedNanos = System.nanoTime();

    private @Nullable ChannelHandlerContext encoder;
    private @Nullable Reader reader;
    private @Nullable Lifetime lifetime;
    private @Nullable Throwable firstCause;
    private boolean waitsForSocket;
    private boolean inactive;
    private boolean finished;

    private volatile @Nullable PubSubException ended;
    private volatile boolean paused;
    private volatile long lastReceivedNanos = System.nanoTime();

    /** What surrounds a wire from {@link #attach} to its end. */
    interface Lifetime {
        /** Called once when the channel is gone and everything unanswered has failed. */
        void ended();
    }

    /** What {@link #attach} completes. */
    private @Nullable ConnectionListener listener;

    private @Nullable StatefulConnection<?, ?> connection;

    Wire(ClientOptions options, ClientResources resources, Endpoint endpoint, Node node, Channel socket) {
        super(options, resources, endpoint);
        this.node = node;
        this.socket = socket;
    }

    Node node() {
        return node;
    }

    Channel socket() {
        return socket;
    }

    /** Returns why this wire takes no more commands; null while it does. */
    @Nullable
    PubSubException ended() {
        return ended;
    }

    long lastReceivedNanos() {
        return lastReceivedNanos;
    }

    /** Takes the channel over from Lettuce after the handshake. */
    void attach(StatefulConnection<?, ?> handshaken, Reader replies, ConnectionListener events, Lifetime surrounding) {
        encoder = socket.pipeline().context(CommandEncoder.class);
        connection = handshaken;
        reader = replies;
        listener = events;
        lifetime = surrounding;
        lastReceivedNanos = System.nanoTime();
        getStack().add(replies);
    }

    /** Makes the reader the command that the next reply is decoded into. */
    void await(Reader replies) {
        getStack().add(replies);
    }

    /** Sends a command. If the wire has ended, fails it on the caller's thread. */
    void send(Command command) {
        PubSubException end = ended;
        if (end != null) {
            command.failed(end);
            return;
        }
        outbox.offer(command);
        if (!draining.get() && draining.compareAndSet(false, true)) {
            onLoop(drainTask);
        }
    }

    /** Returns the command whose answer comes next, without removing it. */
    @Nullable
    Command peekUnanswered() {
        return unanswered.peekFirst();
    }

    /** Removes the command whose answer came. */
    @Nullable
    Command pollUnanswered() {
        return unanswered.pollFirst();
    }

    /** Closes from this side; the listener hears nothing of it. */
    void close() {
        boolean first;
        synchronized (outbox) {
            first = ended == null;
            if (first) {
                ended = new PubSubException(ErrorCode.CLOSED, "the connection to " + node + " was closed");
            }
        }
        if (first) {
            discard();
        }
    }

    /** Gives the connection up because of what it sent. */
    void broken(Throwable cause) {
        if (!inactive && firstCause == null) {
            firstCause = cause;
            var unused = socket.close();
        }
    }

    void pause() {
        paused = true;
        onLoop(() -> {
            if (paused) {
                socket.config().setAutoRead(false);
            }
        });
    }

    void resume() {
        paused = false;
        onLoop(() -> {
            if (!paused) {
                socket.config().setAutoRead(true);
                socket.read();
            }
        });
    }

    private void onLoop(Runnable task) {
        try {
            socket.eventLoop().execute(task);
        } catch (RejectedExecutionException e) { // the transport is closed, and so is this wire
            LOG.log(System.Logger.Level.TRACE, "the event loop of the connection to {0} has ended", node);
            failQueued();
        }
    }

    private void drain() {
        ChannelHandlerContext context = encoder;
        if (finished) {
            draining.set(false);
            failQueued();
            return;
        }
        if (context == null || inactive) {
            return; // finish() fails what is queued
        }
        boolean more = true;
        try {
            RespWriter out = RespWriter.to(context);
            int budget = TASK_BYTES;
            while (more && budget > 0 && socket.isWritable()) {
                budget -= fill(out);
                more = out.total() >= FLUSH_BYTES;
                out.emit();
                context.flush();
            }
        } catch (RuntimeException | Error e) {
            broken(e);
            return;
        }
        if (!more || outbox.isEmpty()) {
            draining.set(false);
            if (!outbox.isEmpty() && draining.compareAndSet(false, true)) {
                onLoop(drainTask);
            }
        } else if (!socket.isWritable()) {
            waitsForSocket = true;
        } else { // a task queued with execute would run before the socket is read
            var unused = socket.eventLoop().schedule(drainTask, 0, TimeUnit.NANOSECONDS);
        }
    }

    private int fill(RespWriter out) {
        Command command;
        while (out.total() < FLUSH_BYTES && (command = outbox.poll()) != null) {
            unanswered.addLast(command);
            command.encode(out);
        }
        return out.total();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) throws Exception {
        super.channelWritabilityChanged(context);
        if (waitsForSocket && socket.isWritable()) {
            waitsForSocket = false;
            onLoop(drainTask);
        }
    }

    /** Once attached, every kind of reply goes to the reader if it takes pushes. */
    @Override
    protected boolean isPushDecode(ByteBuf buffer) {
        Reader replies = reader;
        boolean isPush = super.isPushDecode(buffer);
        if (replies == null || !replies.takesPushes()) {
            return isPush;
        }
        if (isPush) {
            replies.pushBegins();
        }
        return false;
    }

    /**
     * Completes a command of the handshake, or hands a reply to the reader. Without credentials the handshake under
     * RESP2 ends with {@code PING}, to find out whether some are wanted: that the user may not send it is as good an
     * answer.
     */
    @Override
    protected void complete(RedisCommand<?, ?, ?> command) {
        if (reader == null && command.getType() == CommandType.PING) {
            forgive(command.getOutput());
        }
        super.complete(command);
    }

    @SuppressWarnings("NullAway") // no error is null
    private static void forgive(CommandOutput<?, ?, ?> output) {
        if (output.hasError() && ErrorCode.ofErrorReply(output.getError()) == ErrorCode.NO_PERMISSION) {
            output.setError((String) null);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        lastReceivedNanos = System.nanoTime();
        super.channelRead(context, message);
        if (paused) { // Lettuce turns it on with every reply
            socket.config().setAutoRead(false);
        }
    }

    @Override
    public void read(ChannelHandlerContext context) {
        if (!paused) {
            context.read();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) throws Exception {
        if (reader != null) {
            reader.readComplete();
        }
        super.channelReadComplete(context);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) throws Exception {
        if (reader == null) {
            super.exceptionCaught(context, cause);
        } else {
            broken(cause);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        inactive = true;
        super.channelInactive(context);
        if (reader != null) {
            finish(reader);
        }
    }

    private void finish(Reader replies) {
        replies.readComplete();
        boolean lost;
        PubSubException end;
        synchronized (outbox) {
            lost = ended == null;
            if (ended == null) {
                ended = loss();
            }
            end = ended;
        }
        Command command;
        while ((command = unanswered.pollFirst()) != null) {
            fail(command, end);
        }
        failQueued();
        finished = true;
        draining.set(false);
        failQueued();
        if (lost) {
            discard();
            try {
                java.util.Objects.requireNonNull(listener).onLost(end);
            } catch (RuntimeException | Error e) {
                report("onLost", e);
            }
        }
        java.util.Objects.requireNonNull(lifetime).ended();
    }

    private PubSubException loss() {
        Throwable cause = firstCause;
        long millis = Duration.ofNanos(System.nanoTime() - openedNanos).toMillis();
        String what = cause == null ? "the server or the network closed it" : String.valueOf(cause);
        return new PubSubException(
                ErrorCode.CONNECTION_LOST,
                "the connection to " + node + " was lost " + millis + " ms after it was opened, with "
                        + unanswered.size() + " commands unanswered: " + what
                        + "; the server's log and its client-output-buffer-limit may tell why",
                cause);
    }

    /** Fails what no drain will write. Two threads may come here once the event loop has ended. */
    private void failQueued() {
        List<Command> queued = new ArrayList<>(0);
        PubSubException end;
        synchronized (outbox) {
            end = ended;
            Command command;
            while (end != null && (command = outbox.poll()) != null) {
                queued.add(command);
            }
        }
        if (end != null) {
            for (Command command : queued) {
                fail(command, end);
            }
        }
    }

    private void fail(Command command, PubSubException cause) {
        try {
            command.failed(cause);
        } catch (RuntimeException | Error e) {
            report("a callback", e);
        }
    }

    /** Logs what a listener or a callback threw: the first, second, fourth, eighth time and so on. */
    void report(String who, Throwable thrown) {
        long times = reported.incrementAndGet();
        if (Long.bitCount(times) == 1) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    who + " of the connection to " + node + " threw, " + times + " times so far; reading goes on",
                    thrown);
        }
    }

    /** Lets Lettuce close the channel, if it is open, and forget the connection. */
    private void discard() {
        StatefulConnection<?, ?> handshaken = connection;
        if (handshaken != null) {
            var unused = handshaken.closeAsync();
        }
    }
}

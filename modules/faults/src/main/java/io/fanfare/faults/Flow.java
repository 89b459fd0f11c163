package io.fanfare.faults;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One byte stream of a connection, from the socket it is read from to the socket it is written to; confined to the
 * thread of the proxy. It holds at most one window and one read.
 */
final class Flow {
    private record Chunk(ByteBuf bytes, long due) {}

    /** What may wait in the proxy; of a delayed stream, what may be under way. */
    private static final int WINDOW = 64 * 1024;

    private static final int DELAYED_WINDOW = 1024 * 1024;
    private static final int CHUNK_COST = 128;
    private static final int CHUNKS_PER_TURN = 1024;
    /** How much of the time in which a limited stream wrote nothing it may use later. */
    private static final long CATCH_UP_NANOS = 10_000_000;

    private final Connection connection;
    private final Direction direction;
    private final Counters counters;
    private final Shape shape;
    private final ArrayDeque<Chunk> queue = new ArrayDeque<>();
    private List<Watch> watches = List.of();
    private @Nullable SocketChannel source;
    private @Nullable SocketChannel target;
    private long queued;
    private long lastDue;
    private long freeAt;
    private long wakeAt;
    private @Nullable ScheduledFuture<?> wake;

    private boolean reading;
    private boolean pumping;
    private boolean sourceEnded;
    /** An end of the stream goes to the target behind the queue. */
    private boolean finishing;

    private boolean finishSent;
    private boolean finished;
    /** Bytes were lost, or nobody is there to have them: the stream never continues. */
    private boolean dead;

    /** The target never learns that the source is gone. */
    private boolean detached;

    Flow(Connection connection, Direction direction, Counters counters) {
        this.connection = connection;
        this.direction = direction;
        this.counters = counters;
        this.shape = new Shape(connection.number() * 2 + (direction == Direction.TO_SERVER ? 0 : 1));
        this.lastDue = System.nanoTime();
        this.freeAt = lastDue;
    }

    Direction direction() {
        return direction;
    }

    void link(SocketChannel source, @Nullable SocketChannel target) {
        this.source = source;
        this.target = target;
    }

    void watch(Watch watch) {
        List<Watch> more = new ArrayList<>(watches);
        more.add(watch);
        watches = List.copyOf(more);
    }

    void unwatch(AppliedPlan plan) {
        watches = watches.stream().filter(watch -> watch.plan() != plan).toList();
    }

    /** Returns whether nothing of this stream goes on: neither reads nor writes nor an end to tell. */
    boolean over() {
        return sourceEnded && (finished || shape.blackHole() || dead);
    }

    boolean sourceEnded() {
        return sourceEnded;
    }

    /** Returns whether the target must not learn what becomes of the source. */
    boolean hides() {
        return shape.blackHole() || detached;
    }

    private boolean discards() {
        return shape.blackHole() || dead || finishing;
    }

    /** Takes the plans that are now in effect. */
    void shape(List<AppliedPlan> plans) {
        boolean hole = shape.blackHole();
        shape.set(plans);
        if (hole && !shape.blackHole() && sourceEnded && !finished) {
            connection.reset();
            return;
        }
        pump();
        readMore();
    }

    /** Takes what the source sent. */
    void read(ByteBuf bytes) {
        try {
            while (bytes.isReadable()) {
                List<Watch> hits = new ArrayList<>(0);
                forward(bytes, reach(bytes, hits));
                hits.forEach(hit -> connection.fire(hit.plan()));
            }
        } finally {
            bytes.release();
        }
    }

    /** Returns how many bytes pass before a trigger fires, all where none does, and adds the watches that fire. */
    private int reach(ByteBuf bytes, List<Watch> hits) {
        List<Watch> watching = watches;
        if (watching.isEmpty()) {
            return bytes.readableBytes();
        }
        for (int i = bytes.readerIndex(); i < bytes.writerIndex(); i++) {
            byte next = bytes.getByte(i);
            for (Watch watch : watching) {
                if (watch.take(next)) {
                    hits.add(watch);
                }
            }
            if (!hits.isEmpty()) {
                return i + 1 - bytes.readerIndex();
            }
        }
        return bytes.readableBytes();
    }

    private void forward(ByteBuf bytes, int length) {
        if (discards()) {
            dead = dead || shape.blackHole();
            bytes.skipBytes(length);
            counters.discarded.add(length);
            return;
        }
        SocketChannel to = target;
        boolean straight = queue.isEmpty() && !shape.delays() && !shape.limits() && !shape.splits();
        if (straight && !shape.stalled() && to != null && to.isWritable() && lastDue - System.nanoTime() <= 0) {
            write(to, bytes.readRetainedSlice(length));
            return;
        }
        queue.add(new Chunk(bytes.readBytes(length), due()));
        queued += length + CHUNK_COST;
        pump();
    }

    private long due() {
        long due = System.nanoTime() + shape.delayNanos();
        if (due - lastDue > 0) {
            lastDue = due;
        }
        return lastDue;
    }

    private void write(SocketChannel to, ByteBuf bytes) {
        counters.written(direction).add(bytes.readableBytes());
        ChannelFuture unused = to.writeAndFlush(bytes, to.voidPromise());
    }

    /** Takes note that one read is over, and asks for the next when there is room for it. */
    void readDone() {
        reading = false;
        readMore();
    }

    void readMore() {
        SocketChannel from = source;
        if (from == null || reading || sourceEnded || !from.isActive()) {
            return;
        }
        if (discards() || (!shape.stalled() && queued < (shape.delays() ? DELAYED_WINDOW : WINDOW) && writable())) {
            reading = true;
            from.read();
        }
    }

    /** Returns whether a stream that nothing delays has a target that takes more. */
    private boolean writable() {
        SocketChannel to = target;
        return shape.delays() || (to != null && to.isWritable());
    }

    /** Takes note that the source has ended its stream. */
    void end() {
        if (sourceEnded) {
            return;
        }
        sourceEnded = true;
        if (shape.blackHole()) {
            connection.settle();
        } else if (dead && !connection.halfGone()) {
            connection.reset();
        } else {
            finish();
            connection.settle();
        }
    }

    /** Ends the stream for the target, behind what is under way. */
    void finish() {
        if (finishing || dead) {
            return;
        }
        finishing = true;
        due();
        pump();
        readMore();
    }

    /** Takes note that the source is gone without an end of the stream. */
    void sourceGone() {
        sourceEnded = true;
    }

    /** Lets the stream carry nothing any more, not even the end of its source. */
    void detach() {
        detached = true;
        sourceEnded = true;
        kill();
    }

    /** Lets the stream carry nothing any more, whatever becomes of the plans. */
    void kill() {
        dead = true;
        drop();
        readMore();
    }

    private void drop() {
        for (Chunk chunk = queue.poll(); chunk != null; chunk = queue.poll()) {
            counters.discarded.add(chunk.bytes().readableBytes());
            chunk.bytes().release();
        }
        queued = 0;
    }

    /** Gives up everything, as the connection is over. */
    void close() {
        drop();
        sourceEnded = true;
        dead = true;
        ScheduledFuture<?> timer = wake;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    /** Writes what is due and what the target takes. */
    void pump() {
        SocketChannel to = target;
        if (pumping || to == null || shape.stalled()) {
            return;
        }
        pumping = true;
        try {
            if (drain(to) && finishing && !finishSent && passed(lastDue)) {
                finishSent = true;
                to.writeAndFlush(Unpooled.EMPTY_BUFFER)
                        .addListener(written -> to.shutdownOutput().addListener(shutDown -> told()));
            }
        } finally {
            pumping = false;
        }
        readMore();
    }

    /** Takes note that the target has the end of the stream. */
    private void told() {
        finished = true;
        connection.settle();
    }

    /** Returns whether nothing is left in the queue. */
    private boolean drain(SocketChannel to) {
        int turns = CHUNKS_PER_TURN;
        for (Chunk head = queue.peek(); head != null; head = queue.peek()) {
            if (!to.isWritable() || !passed(head.due()) || (shape.limits() && !passed(freeAt))) {
                return false;
            }
            if (turns-- == 0) {
                to.eventLoop().execute(this::pump);
                return false;
            }
            int length = shape.portion(head.bytes().readableBytes());
            if (shape.limits()) {
                freeAt = Math.max(freeAt, System.nanoTime() - CATCH_UP_NANOS) + shape.nanosFor(length);
            }
            queued -= length;
            ByteBuf portion;
            if (length == head.bytes().readableBytes()) {
                queue.remove();
                queued -= CHUNK_COST;
                portion = head.bytes();
            } else {
                portion = head.bytes().readRetainedSlice(length);
            }
            write(to, portion);
        }
        return true;
    }

    private void wakeUp() {
        wake = null;
        pump();
    }

    /** Returns whether a moment has passed; if not, the stream is pumped then. */
    private boolean passed(long moment) {
        if (moment - System.nanoTime() <= 0) {
            return true;
        }
        ScheduledFuture<?> timer = wake;
        if (timer == null || moment - wakeAt < 0) {
            if (timer != null) {
                timer.cancel(false);
            }
            wakeAt = moment;
            Channel to = target;
            if (to != null) {
                wake = to.eventLoop().schedule(this::wakeUp, moment - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        }
        return false;
    }
}

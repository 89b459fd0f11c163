package io.fanfare.transport.lettuce;

import io.fanfare.spi.Name;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Encodes commands into buffers of the channel. One per event loop, used within one task at a time. */
final class RespWriter {
    private static final FastThreadLocal<RespWriter> OF_THREAD = new FastThreadLocal<>() {
        @Override
        protected RespWriter initialValue() {
            return new RespWriter();
        }
    };

    /** {@code $}, ten digits and the end of the line. */
    private static final int HEADER = 13;

    private final byte[] scratch = new byte[64 * 1024];
    private @Nullable ChannelHandlerContext context;
    private int size;
    private int total;

    private RespWriter() {}

    /** Returns the writer of the current thread, empty, that writes from {@code context} towards the socket. */
    static RespWriter to(ChannelHandlerContext context) {
        RespWriter writer = OF_THREAD.get();
        writer.context = context;
        writer.size = 0;
        writer.total = 0;
        return writer;
    }

    /** Returns a constant that {@link #raw} writes. */
    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns how many bytes were written since {@link #emit}. */
    int total() {
        return total + size;
    }

    /** Passes what was written on to the channel, without a flush. */
    void emit() {
        spill();
        total = 0;
    }

    /** Writes bytes as they are. */
    void raw(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    /** Writes the header of a command with so many words. */
    void array(int words) {
        header('*', words);
    }

    /** Writes a word of a command. */
    void bulk(byte[] array, int offset, int length) {
        header('$', length);
        write(array, offset, length);
        endLine();
    }

    /** Writes a name as a word of a command. */
    void bulk(Name name) {
        int length = name.length();
        header('$', length);
        if (length <= scratch.length) {
            reserve(length);
            name.copyTo(scratch, size);
            size += length;
        } else {
            write(name.bytes(), 0, length);
        }
        endLine();
    }

    private void header(char type, int number) {
        reserve(HEADER);
        scratch[size++] = (byte) type;
        int digits = 1;
        for (int rest = number; rest > 9; rest /= 10) {
            digits++;
        }
        int rest = number;
        for (int i = size + digits - 1; i >= size; i--) {
            scratch[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += digits;
        endLine();
    }

    private void endLine() {
        reserve(2);
        scratch[size++] = '\r';
        scratch[size++] = '\n';
    }

    private void write(byte[] array, int offset, int length) {
        if (length > scratch.length) {
            spill();
            send(array, offset, length);
        } else {
            reserve(length);
            System.arraycopy(array, offset, scratch, size, length);
            size += length;
        }
    }

    private void reserve(int bytes) {
        if (size + bytes > scratch.length) {
            spill();
        }
    }

    private void spill() {
        if (size > 0) {
            send(scratch, 0, size);
            size = 0;
        }
    }

    private void send(byte[] array, int offset, int length) {
        ChannelHandlerContext to = java.util.Objects.requireNonNull(context);
        ByteBuf buffer = to.alloc().ioBuffer(length).writeBytes(array, offset, length);
        total += length;
        var unused = to.write(buffer);
    }
}

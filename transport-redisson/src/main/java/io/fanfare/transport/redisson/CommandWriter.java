package io.fanfare.transport.redisson;

import io.fanfare.spi.Name;
import io.fanfare.spi.Payload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Encodes commands and writes them to the channel, many in one buffer. Used on the event loop only. */
final class CommandWriter {
    private static final int INITIAL = 1 << 9;
    private static final int CHUNK = 1 << 16;
    /** From this length on bytes are handed to Netty as they are. */
    private static final int UNCOPIED = 1 << 14;

    private static final int HEADER = 16;

    private final ChannelHandlerContext context;
    private byte[] scratch = new byte[INITIAL];
    private int length;
    private boolean unflushed;

    CommandWriter(ChannelHandlerContext context) {
        this.context = context;
    }

    /** Returns the bytes that begin a command of {@code arguments} arguments, its name included. */
    static byte[] prefix(String command, int arguments) {
        return ("*" + arguments + "\r\n$" + command.length() + "\r\n" + command + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    void raw(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, scratch, length, bytes.length);
        length += bytes.length;
    }

    void array(int elements) {
        reserve(HEADER);
        header('*', elements);
    }

    void bulk(Name name) {
        reserve(name.length() + HEADER);
        header('$', name.length());
        name.copyTo(scratch, length);
        length += name.length();
        lineEnd();
    }

    void bulk(Payload payload) {
        bulk(payload.array(), payload.offset(), payload.length());
    }

    void bulk(byte[] bytes) {
        bulk(bytes, 0, bytes.length);
    }

    private void bulk(byte[] array, int offset, int count) {
        if (count < UNCOPIED) {
            reserve(count + HEADER);
            header('$', count);
            System.arraycopy(array, offset, scratch, length, count);
            length += count;
        } else {
            reserve(HEADER);
            header('$', count);
            write();
            write(Unpooled.wrappedBuffer(array, offset, count));
            reserve(2);
        }
        lineEnd();
    }

    /** Sends everything that was encoded. */
    void flush() {
        write();
        if (unflushed) {
            unflushed = false;
            context.flush();
        }
    }

    private void write() {
        if (length > 0) {
            write(context.alloc().directBuffer(length).writeBytes(scratch, 0, length));
            length = 0;
            if (scratch.length > CHUNK) {
                scratch = new byte[INITIAL];
            }
        }
    }

    /** Hands bytes to the channel, which tells its pipeline if that fails. */
    private void write(ByteBuf bytes) {
        var unused = context.write(bytes, context.voidPromise());
        unflushed = true;
    }

    private void reserve(int count) {
        if (length + count <= scratch.length) {
            return;
        }
        if (length + count > CHUNK) {
            write();
        }
        if (length + count > scratch.length) {
            scratch = Arrays.copyOf(scratch, Math.max(length + count, Math.min(CHUNK, scratch.length * 2)));
        }
    }

    private void header(char type, int value) {
        scratch[length++] = (byte) type;
        int digits = 1;
        for (int rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        int rest = value;
        for (int i = length + digits - 1; i >= length; i--) {
            scratch[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        lineEnd();
    }

    private void lineEnd() {
        scratch[length++] = '\r';
        scratch[length++] = '\n';
    }
}

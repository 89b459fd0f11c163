package io.fanfare.transport.jedis;

import io.fanfare.spi.Name;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Commands on their way to the server. They gather until {@link #flush()} or until the buffer is full. For the thread
 * that writes the connection.
 */
final class CommandBuffer {
    /** The room for a length: its type, ten digits and CRLF. */
    private static final int LENGTH_ROOM = 13;

    private final OutputStream out;
    private final byte[] buffer;
    private int count;

    CommandBuffer(OutputStream out, int size) {
        this.out = out;
        this.buffer = new byte[size];
    }

    /** Returns the bytes with which a command begins: how many parts it has, and its name. */
    static byte[] head(int parts, String command) {
        String head = "*" + parts + "\r\n$" + command.length() + "\r\n" + command + "\r\n";
        return head.getBytes(StandardCharsets.US_ASCII);
    }

    /** Writes bytes as they are. */
    void raw(byte[] bytes) throws IOException {
        bytes(bytes, 0, bytes.length);
    }

    /** Writes how many parts the command has. */
    void parts(int parts) throws IOException {
        length('*', parts);
    }

    void bulk(byte[] array, int offset, int length) throws IOException {
        length('$', length);
        bytes(array, offset, length);
        reserve(2);
        crlf();
    }

    /** Writes an ASCII text. */
    void bulk(String text) throws IOException {
        bulk(text.getBytes(StandardCharsets.US_ASCII), 0, text.length());
    }

    void bulk(Name name) throws IOException {
        int length = name.length();
        if (length + LENGTH_ROOM + 2 > buffer.length) {
            bulk(name.bytes(), 0, length);
            return;
        }
        reserve(length + LENGTH_ROOM + 2);
        length('$', length);
        name.copyTo(buffer, count);
        count += length;
        crlf();
    }

    void flush() throws IOException {
        if (count > 0) {
            int length = count;
            count = 0;
            out.write(buffer, 0, length);
        }
    }

    private void bytes(byte[] array, int offset, int length) throws IOException {
        if (length > buffer.length - count) {
            flush();
            if (length > buffer.length) {
                out.write(array, offset, length);
                return;
            }
        }
        System.arraycopy(array, offset, buffer, count, length);
        count += length;
    }

    private void length(char type, int length) throws IOException {
        reserve(LENGTH_ROOM);
        buffer[count++] = (byte) type;
        int digits = 1;
        for (int rest = length; rest >= 10; rest /= 10) {
            digits++;
        }
        int rest = length;
        for (int at = count + digits - 1; at >= count; at--) {
            buffer[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        count += digits;
        crlf();
    }

    private void crlf() {
        buffer[count++] = '\r';
        buffer[count++] = '\n';
    }

    private void reserve(int room) throws IOException {
        if (buffer.length - count < room) {
            flush();
        }
    }
}

package io.fanfare.transport.jedis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A Unix domain socket in the shape that Jedis takes. One thread may read while another writes, and {@link #close()}
 * frees both; the JDK's own streams over a channel would have one wait for the other.
 */
final class UnixSocket extends Socket {
    private final SocketChannel channel;

    UnixSocket() throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    }

    /** Connects to the socket at {@code path}. */
    void connect(String path) throws IOException {
        boolean unused = channel.connect(UnixDomainSocketAddress.of(path));
    }

    @Override
    public InputStream getInputStream() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return channel.read(ByteBuffer.wrap(target, offset, length));
            }
        };
    }

    @Override
    public OutputStream getOutputStream() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] source, int offset, int length) throws IOException {
                ByteBuffer left = ByteBuffer.wrap(source, offset, length);
                while (left.hasRemaining()) {
                    int unused = channel.write(left);
                }
            }
        };
    }

    @Override
    public boolean isBound() {
        return isConnected();
    }

    @Override
    public boolean isConnected() {
        return channel.isConnected();
    }

    @Override
    public boolean isClosed() {
        return !channel.isOpen();
    }

    /** Always 0: reads wait for ever. */
    @Override
    public int getSoTimeout() {
        return 0;
    }

    @Override
    public synchronized void setSoTimeout(int millis) throws SocketException {
        if (millis != 0) {
            throw new SocketException("a Unix domain socket has no timeout of reads");
        }
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }
}

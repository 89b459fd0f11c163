package io.fanfare.transport.jedis;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes that a socket brings, one system call for each read, with a word to the connection before and after. */
final class SocketInput extends FilterInputStream {
    /** Hears of the reads. */
    interface Reads {
        /** The reading thread is about to wait for bytes. */
        void beforeRead();

        /** Bytes arrived; if it throws, they are lost. */
        void afterRead() throws IOException;
    }

    private final Reads reads;

    SocketInput(InputStream in, Reads reads) {
        super(in);
        this.reads = reads;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        reads.beforeRead();
        int count = in.read(target, offset, length);
        if (count > 0) {
            reads.afterRead();
        }
        return count;
    }
}

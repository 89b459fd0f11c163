package io.fanfare.cli;

import java.io.IOException;
import java.io.OutputStream;

/** A stream that can fall silent: what a command writes while the JVM goes down is about its own end. */
final class Silenceable extends OutputStream {
    private final OutputStream target;
    private volatile boolean silent;

    Silenceable(OutputStream target) {
        this.target = target;
    }

    /** Drops what is written from now on; does not wait for a write that is blocked. */
    void silence() {
        silent = true;
    }

    @Override
    public void write(int value) throws IOException {
        if (!silent) {
            target.write(value);
        }
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (!silent) {
            target.write(bytes, offset, length);
        }
    }

    @Override
    public void flush() throws IOException {
        if (!silent) {
            target.flush();
        }
    }
}

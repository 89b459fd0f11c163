package io.fanfare.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Senders beside the thread of a test. */
final class Sending {
    /** More than the buffers of the sockets and of the proxy take together. */
    static final long MORE_THAN_BUFFERS = 64L * 1024 * 1024;

    private static final Duration HELD_UP = Duration.ofMillis(300);

    private Sending() {}

    /** Sends bytes and ends the stream. */
    static CompletableFuture<Void> inBackground(Socket socket, byte[] bytes) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        socket.getOutputStream().write(bytes);
                        socket.shutdownOutput();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                Sending::start);
    }

    /** A sender of zeros that goes on until it is told to end its stream. */
    static final class Endless {
        final AtomicLong sent = new AtomicLong();
        private final AtomicBoolean enough = new AtomicBoolean();
        final CompletableFuture<Void> done;

        private Endless(Socket socket) {
            done = CompletableFuture.runAsync(
                    () -> {
                        byte[] some = new byte[16 * 1024];
                        try {
                            while (!enough.get()) {
                                socket.getOutputStream().write(some);
                                sent.addAndGet(some.length);
                            }
                            socket.shutdownOutput();
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    Sending::start);
        }

        void enough() {
            enough.set(true);
        }
    }

    /** Sends until nothing more is taken, and returns the sender, which is blocked in its write. */
    static Endless untilHeldUp(Socket socket) {
        Endless sender = new Endless(socket);
        AtomicLong seen = new AtomicLong();
        await().atMost(Duration.ofSeconds(30))
                .during(HELD_UP)
                .until(() -> sender.sent.get() > 0 && seen.getAndSet(sender.sent.get()) == sender.sent.get());
        assertThat(sender.done).isNotDone();
        assertThat(sender.sent).hasValueLessThan(MORE_THAN_BUFFERS);
        return sender;
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "sender");
        thread.setDaemon(true);
        thread.start();
    }
}

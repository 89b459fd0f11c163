package io.fanfare.integration.client;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListSet;

/** Passes connections on to a server and notes the names of the commands that go there. */
final class Tap implements AutoCloseable {
    private static final Set<String> CONTAINERS = Set.of("ACL", "CLIENT", "CLUSTER", "COMMAND", "CONFIG", "PUBSUB");

    /** The names, of subcommands too, in upper case. */
    final Set<String> commands = new ConcurrentSkipListSet<>();

    private final Queue<Closeable> open = new ConcurrentLinkedQueue<>();
    private final ServerSocket listening;
    private final int target;

    private interface Work {
        void run() throws IOException;
    }

    Tap(int target) throws IOException {
        this.target = target;
        this.listening = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        open.add(listening);
        start(() -> {
            while (true) {
                accept(listening.accept());
            }
        });
    }

    String uri() {
        return "redis://127.0.0.1:" + listening.getLocalPort();
    }

    private void accept(Socket client) throws IOException {
        open.add(client);
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        open.add(server);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        start(() -> {
            try (client) {
                server.getInputStream().transferTo(client.getOutputStream());
            }
        });
        start(() -> {
            try (server) {
                pass(
                        new DataInputStream(new BufferedInputStream(client.getInputStream(), 1 << 16)),
                        new BufferedOutputStream(server.getOutputStream(), 1 << 16));
            }
        });
    }

    private void pass(DataInputStream in, OutputStream out) throws IOException {
        while (true) {
            int words = length(in, out);
            String name = "";
            for (int i = 0; i < words; i++) {
                byte[] word = in.readNBytes(length(in, out) + 2);
                out.write(word);
                if (i == 0 || (i == 1 && CONTAINERS.contains(name))) {
                    String text = new String(word, StandardCharsets.US_ASCII).strip();
                    name = (name + " " + text).strip().toUpperCase(Locale.ROOT);
                }
            }
            commands.add(name);
            if (in.available() == 0) {
                out.flush();
            }
        }
    }

    /** Passes on a line of a type and a number, which it returns. */
    private static int length(DataInputStream in, OutputStream out) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            line.append((char) next);
        }
        out.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        return Integer.parseInt(line.substring(1).strip());
    }

    private static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (EOFException | SocketException e) {
                        System.getLogger("io.fanfare.integration").log(System.Logger.Level.DEBUG, "a tap ends", e);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "tap");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        for (Closeable each : open) {
            each.close();
        }
    }
}

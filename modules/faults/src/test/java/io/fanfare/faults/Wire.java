package io.fanfare.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A proxy between real sockets, whose two ends a test holds. */
final class Wire implements AutoCloseable {
    static final int PATIENCE_MILLIS = 20_000;
    static final int SILENCE_MILLIS = 200;

    /** The two ends of one connection through the proxy. */
    record Ends(Socket client, Socket server) {
        Socket from(Direction direction) {
            return direction == Direction.TO_SERVER ? client : server;
        }

        Socket to(Direction direction) {
            return direction == Direction.TO_SERVER ? server : client;
        }

        /** Sends a text in a direction and returns what arrives. */
        String carry(Direction direction, String text) throws IOException {
            send(from(direction), text);
            return receive(to(direction), text.length());
        }
    }

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new ArrayList<>();
    final FaultProxy proxy = FaultProxy.to(listener.getInetAddress().getHostAddress(), listener.getLocalPort());

    Wire() throws IOException {
        listener.setSoTimeout(PATIENCE_MILLIS);
    }

    /** Connects through the proxy and returns both ends. */
    Ends connect() throws IOException {
        Socket client = connectClient();
        return new Ends(client, keep(listener.accept()));
    }

    Socket connectClient() throws IOException {
        return keep(new Socket(proxy.host(), proxy.port()));
    }

    ServerSocket listener() {
        return listener;
    }

    private Socket keep(Socket socket) throws IOException {
        sockets.add(socket);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static String receive(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    /** Returns everything up to the end of the stream. */
    static String receiveAll(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(SILENCE_MILLIS);
        try {
            int next = socket.getInputStream().read();
            throw new AssertionError(next < 0 ? "the stream has ended" : "a byte has arrived: " + next);
        } catch (SocketTimeoutException silent) {
            assertThat(socket.isClosed()).isFalse();
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    static void assertEnded(Socket socket) throws IOException {
        assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }

    static void assertReset(Socket socket) throws IOException {
        try {
            int next = socket.getInputStream().read();
            throw new AssertionError(next < 0 ? "the stream has ended without a reset" : "a byte: " + next);
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    static byte[] randomBytes(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        proxy.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        listener.close();
    }
}

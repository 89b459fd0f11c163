package io.fanfare.integration.transport;

import io.fanfare.spi.Node;
import java.io.BufferedInputStream;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Answers what a connection says at its begin, and {@code 1} to every publish. What arrives together is answered
 * together.
 */
final class StubServer implements AutoCloseable {
    /** The commands that arrived, their words separated by spaces. */
    final List<String> commands = new CopyOnWriteArrayList<>();

    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Queue<Closeable> open = new ConcurrentLinkedQueue<>();
    private final String toSetInfo;
    private final boolean answersSetInfoAlone;

    /**
     * Starts a server.
     *
     * @param toSetInfo what it answers to {@code CLIENT SETINFO}, in RESP without the line's end
     * @param answersSetInfoAlone whether it does so where nothing else arrived together with it; if not, it answers
     *     when something else arrives
     */
    StubServer(String toSetInfo, boolean answersSetInfoAlone) throws IOException {
        this.toSetInfo = toSetInfo;
        this.answersSetInfoAlone = answersSetInfoAlone;
        open.add(listening);
        start(() -> {
            while (true) {
                Socket socket = listening.accept();
                open.add(socket);
                socket.setTcpNoDelay(true);
                start(() -> serve(socket));
            }
        });
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (EOFException | SocketException e) {
                        System.getLogger("io.fanfare.integration").log(System.Logger.Level.DEBUG, "a stub ends", e);
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "stub");
        thread.setDaemon(true);
        thread.start();
    }

    Node node() {
        return Node.of("127.0.0.1", listening.getLocalPort());
    }

    private void serve(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        OutputStream out = socket.getOutputStream();
        List<String> together = new ArrayList<>();
        while (true) {
            String command = command(in);
            commands.add(command);
            together.add(command);
            boolean isComplete = in.available() == 0;
            boolean isSetInfoAlone = together.stream().allMatch(StubServer::isSetInfo);
            if (isComplete && (answersSetInfoAlone || !isSetInfoAlone)) {
                StringBuilder reply = new StringBuilder();
                together.forEach(each -> reply.append(answer(each)).append("\r\n"));
                out.write(reply.toString().getBytes(StandardCharsets.UTF_8));
                together.clear();
            }
        }
    }

    private static boolean isSetInfo(String command) {
        return command.toUpperCase(Locale.ROOT).startsWith("CLIENT SETINFO");
    }

    private String answer(String command) {
        if (isSetInfo(command)) {
            return toSetInfo;
        }
        if (command.startsWith("HELLO")) {
            return "%3\r\n$6\r\nserver\r\n$5\r\nredis\r\n$7\r\nversion\r\n$5\r\n7.2.0\r\n$5\r\nproto\r\n:3";
        }
        return command.startsWith("PUBLISH") ? ":1" : command.equals("PING") ? "+PONG" : "+OK";
    }

    private static String command(DataInputStream in) throws IOException {
        int words = length(in);
        List<String> command = new ArrayList<>();
        for (int i = 0; i < words; i++) {
            byte[] word = in.readNBytes(length(in) + 2);
            command.add(new String(word, 0, word.length - 2, StandardCharsets.UTF_8));
        }
        return String.join(" ", command);
    }

    /** Reads a line of a type and a number, which it returns. */
    private static int length(DataInputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            line.append((char) next);
        }
        return Integer.parseInt(line.substring(1).strip());
    }

    @Override
    public void close() throws IOException {
        for (Closeable each : open) {
            each.close();
        }
    }
}

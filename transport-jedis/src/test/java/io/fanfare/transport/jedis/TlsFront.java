package io.fanfare.transport.jedis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** Takes TLS connections and passes what they bring to a server in clear, and back. */
final class TlsFront implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    TlsFront(SSLContext context, int target) throws IOException {
        this.server = context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        start(() -> {
            while (true) {
                Socket secure = server.accept();
                Socket plain = new Socket(InetAddress.getLoopbackAddress(), target());
                sockets.addAll(List.of(secure, plain));
                start(() -> copy(secure, plain));
                start(() -> copy(plain, secure));
            }
        });
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private int target() {
        return target;
    }

    private static void copy(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    private static void start(Passing passing) {
        Thread thread = new Thread(() -> {
            try {
                passing.run();
            } catch (IOException e) {
                System.getLogger(TlsFront.class.getName()).log(System.Logger.Level.DEBUG, "a connection ended", e);
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private interface Passing {
        void run() throws IOException;
    }
}

package io.fanfare.embedded;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** One RESP2 connection to a server on the loopback address, one command at a time. */
final class RespSocket implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    RespSocket(int port, int timeoutMillis) throws IOException {
        this(port, timeoutMillis, null);
    }

    /**
     * Connects.
     *
     * @param tls null without TLS; the name in the server's certificate is not verified
     */
    RespSocket(int port, int timeoutMillis, @Nullable SSLContext tls) throws IOException {
        Socket plain = new Socket();
        try {
            plain.setSoTimeout(timeoutMillis);
            plain.setTcpNoDelay(true);
            plain.connect(Loopback.address(port), timeoutMillis);
            socket = tls == null ? plain : tls.getSocketFactory().createSocket(plain, Loopback.HOST, port, true);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            plain.close();
            throw e;
        }
    }

    /** Sends a command and returns its answer; the elements of an array are joined by line feeds. */
    String call(String... words) throws IOException {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(("*" + words.length + "\r\n").getBytes(StandardCharsets.UTF_8));
        for (String word : words) {
            byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
            request.writeBytes(("$" + bytes.length + "\r\n").getBytes(StandardCharsets.UTF_8));
            request.writeBytes(bytes);
            request.writeBytes(new byte[] {'\r', '\n'});
        }
        socket.getOutputStream().write(request.toByteArray());
        return reply();
    }

    /** Returns what the server says next without being asked. */
    String next() throws IOException {
        return reply();
    }

    private String reply() throws IOException {
        String line = line();
        String rest = line.substring(1);
        return switch (line.charAt(0)) {
            case '+', ':' -> rest;
            case '-' -> throw new IOException("the server answered " + rest);
            case '$' -> bulk(Integer.parseInt(rest));
            case '*' -> array(Integer.parseInt(rest));
            default -> throw new IOException("not RESP: " + line);
        };
    }

    private String bulk(int length) throws IOException {
        if (length < 0) {
            return "";
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length || in.readNBytes(2).length < 2) {
            throw new EOFException("the server closed the connection within an answer");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private String array(int length) throws IOException {
        List<String> elements = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            elements.add(reply());
        }
        return String.join("\n", elements);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || line.length() > 1024) {
                throw new EOFException("the answer of the server ends within a line: " + line);
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        if (line.length() == 0) {
            throw new IOException("the server answered an empty line");
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

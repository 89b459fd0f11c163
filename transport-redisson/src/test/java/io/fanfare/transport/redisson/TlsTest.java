package io.fanfare.transport.redisson;

import static io.fanfare.transport.redisson.Servers.join;
import static io.fanfare.transport.redisson.Servers.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.Address;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS ends at a relay in front of the server, because the shipped redis-server is built without it. */
class TlsTest {
    private static final char[] PASSWORD = "password".toCharArray();

    @Test
    void theCertificateIsVerifiedAgainstTheServerNameOfTheNode(@TempDir Path folder) throws Exception {
        SSLContext context = context(folder.resolve("keys.p12"));
        List<String> names = new CopyOnWriteArrayList<>();
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                ServerSocket relay =
                        context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            daemon("relay", () -> accept(relay, redis, names));
            Address address = new Address("127.0.0.1", relay.getLocalPort());
            TransportOptions options = TransportOptions.defaults().with(TransportOptions.SSL_CONTEXT, context);
            try (Transport trusting = open(options);
                    Transport distrusting = open(TransportOptions.defaults())) {
                Node right = new Node(address, address, "redis.example");
                RecordingListener listener = new RecordingListener();
                try (CommandConnection connection = join(trusting.connectCommand(right, listener))) {
                    assertThat(join(connection.call("PING"))).hasToString("PONG");
                }
                assertThat(names).containsExactly("redis.example");
                Node wrong = new Node(address, address, "other.example");
                assertFails(trusting, wrong, "other.example");
                assertFails(distrusting, right, "certification path");
            }
        }
    }

    private static void assertFails(Transport transport, Node node, String text) {
        Throwable failure = catchThrowable(() -> join(transport.connectCommand(node, new RecordingListener())))
                .getCause();
        assertThat(failure)
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONNECT_FAILED))
                .hasMessageContaining(text);
    }

    /** Returns a context with a certificate for redis.example, which it trusts. */
    private static SSLContext context(Path keys) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "redis",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=redis.example",
                        "-ext",
                        "SAN=dns:redis.example",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        keys.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).as(output).isTrue();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream bytes = Files.newInputStream(keys)) {
            store.load(bytes, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(store, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("redis", store.getCertificate("redis"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static void accept(ServerSocket relay, EmbeddedRedis redis, List<String> names) throws IOException {
        while (!relay.isClosed()) {
            Socket client = relay.accept();
            daemon("relay-connection", () -> {
                try (SSLSocket tls = (SSLSocket) client;
                        Socket server = new Socket(redis.host(), redis.port())) {
                    tls.startHandshake();
                    for (SNIServerName name : ((ExtendedSSLSession) tls.getSession()).getRequestedServerNames()) {
                        names.add(new String(name.getEncoded(), StandardCharsets.UTF_8));
                    }
                    InputStream replies = server.getInputStream();
                    OutputStream toClient = tls.getOutputStream();
                    daemon("relay-replies", () -> replies.transferTo(toClient));
                    tls.getInputStream().transferTo(server.getOutputStream());
                }
            });
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    /** Runs a task that ends when one of its sockets is closed. */
    private static void daemon(String name, Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        System.getLogger(name).log(System.Logger.Level.DEBUG, "ended", e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }
}

package io.fanfare.transport.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.Address;
import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.TransportOptions;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path folder;

    @Test
    void speaksTlsToAServerWhoseCertificateNamesIt() throws Exception {
        Recorder recorder = new Recorder();
        SSLContext context = contextFor("redis.example");
        TransportOptions options = TransportOptions.defaults().with(TransportOptions.SSL_CONTEXT, context);
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                TlsFront front = new TlsFront(context, redis.port());
                Session session = new Session(node(front, "redis.example"), options)) {
            SubscribeConnection subscriber = session.subscriber(recorder);
            subscriber.subscribe(List.of(Channel.of("tls")), recorder);
            Session.await(subscriber.ping().toCompletableFuture());
            session.publisher().publish(Channel.of("tls"), Payload.of(new byte[200_000]), new Counter());
            await().untilAsserted(() -> assertThat(recorder.messages).hasSize(1));

            subscriber.close();
            assertThatThrownBy(() -> Session.await(subscriber.ping().toCompletableFuture()))
                    .hasMessageContaining("CLOSED");
        }
        assertThat(Session.threads()).isEmpty();
    }

    @Test
    void refusesACertificateThatNamesAnother() throws Exception {
        SSLContext context = contextFor("redis.example");
        TransportOptions options = TransportOptions.defaults().with(TransportOptions.SSL_CONTEXT, context);
        try (EmbeddedRedis redis = EmbeddedRedis.start();
                TlsFront front = new TlsFront(context, redis.port())) {
            assertThatThrownBy(() -> new Session(node(front, "other.example"), options))
                    .cause()
                    .isInstanceOf(PubSubException.class)
                    .hasMessageContaining("No subject alternative DNS name matching other.example")
                    .hasMessageContaining("check that the server speaks TLS")
                    .extracting(e -> ((PubSubException) e).code())
                    .isEqualTo(ErrorCode.CONNECT_FAILED);
        }
    }

    private static Node node(TlsFront front, String name) {
        Address address = new Address("127.0.0.1", front.port());
        return new Node(address, address, name);
    }

    /** Returns a context with a self-signed certificate, which it also trusts. */
    private SSLContext contextFor(String name) throws Exception {
        Path file = folder.resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "redis",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=dns:" + name,
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        "changeit",
                        "-keystore",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("redis", keys.getCertificate("redis"));
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, PASSWORD);
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }
}

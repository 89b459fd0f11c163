package io.fanfare.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final int PATIENCE_MILLIS = 10_000;

    @Test
    void aClientThatVerifiesTheHostNameIsAnsweredWithAndWithoutACertificate() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.builder().tls().start()) {
            assertThat(redis.uri()).isEqualTo("rediss://127.0.0.1:" + redis.port());
            EmbeddedTls tls = redis.tls();
            assertThat(tls.clientCertificateRequired()).isFalse();
            assertThat(ping(redis, tls.anonymousSslContext(), "127.0.0.1")).isEqualTo("+PONG");
            assertThat(ping(redis, tls.clientSslContext(), "localhost")).isEqualTo("+PONG");
        }
    }

    @Test
    void aClientWithoutTlsIsNotAnswered() throws IOException {
        try (EmbeddedRedis redis = EmbeddedRedis.builder().tls().start();
                RespSocket plain = LifeTest.open(redis)) {
            assertThatThrownBy(() -> plain.call("PING")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aClientThatDoesNotTrustTheAuthorityRefusesTheServer() {
        try (EmbeddedRedis redis = EmbeddedRedis.builder().tls().start()) {
            SSLContext stranger = EmbeddedTls.create().anonymousSslContext();
            assertThatThrownBy(() -> ping(redis, stranger, "localhost")).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void aCertificateForAnotherNameIsRefusedByAClientThatVerifiesIt() throws Exception {
        EmbeddedTls tls = EmbeddedTls.create();
        try (EmbeddedRedis redis = EmbeddedRedis.builder()
                .tls(tls.forServerNames("redis.example", "10.1.2.3"))
                .start()) {
            SSLContext context = tls.anonymousSslContext();
            assertThat(ping(redis, context, "redis.example")).isEqualTo("+PONG");
            assertThat(ping(redis, context, "10.1.2.3")).isEqualTo("+PONG");
            assertThatThrownBy(() -> ping(redis, context, "localhost"))
                    .isInstanceOf(SSLException.class)
                    .hasRootCauseInstanceOf(CertificateException.class)
                    .hasMessageContaining("localhost");
        }
        assertThatThrownBy(tls::forServerNames).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aServerThatRequiresClientCertificatesRefusesThoseWithoutAndThoseOfOthers() throws Exception {
        EmbeddedTls tls = EmbeddedTls.create().requireClientCertificate();
        try (EmbeddedRedis redis = EmbeddedRedis.builder().tls(tls).start()) {
            assertThat(ping(redis, tls.clientSslContext(), "localhost")).isEqualTo("+PONG");
            assertThatThrownBy(() -> ping(redis, tls.anonymousSslContext(), "localhost"))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void theFilesAreReadByTheJdkAndHoldWhatTheStoresHold(@TempDir Path folder) throws Exception {
        EmbeddedTls tls = EmbeddedTls.create();
        KeyStore trust = load(tls.writeTrustStore(folder.resolve("trust.p12")));
        KeyStore client = load(tls.writeClientKeyStore(folder.resolve("client.p12")));
        X509Certificate authority = (X509Certificate) trust.getCertificate("authority");
        authority.checkValidity();
        authority.verify(authority.getPublicKey());
        assertThat(authority.getBasicConstraints()).isGreaterThanOrEqualTo(0);
        X509Certificate own = (X509Certificate) client.getCertificate("client");
        own.verify(authority.getPublicKey());
        assertThat(own.getBasicConstraints()).isNegative();
        assertThat(client.getKey("client", EmbeddedTls.PASSWORD.toCharArray())).isNotNull();
        assertThat(tls.authorityPem()).startsWith("-----BEGIN CERTIFICATE-----\n");
    }

    @Test
    void aReplicaSpeaksTlsToItsMasterAndARestartKeepsIt() throws Exception {
        EmbeddedTls tls = EmbeddedTls.create().requireClientCertificate();
        try (EmbeddedRedis master = EmbeddedRedis.builder().tls(tls).start();
                EmbeddedRedis replica =
                        EmbeddedRedis.builder().replicaOf(master).start()) {
            assertThat(replica.tls()).isSameAs(tls);
            assertThat(replica.call("INFO", "replication")).contains("master_link_status:up");
            master.restart();
            assertThat(ping(master, tls.clientSslContext(), "localhost")).isEqualTo("+PONG");
        }
    }

    @Test
    void aClusterSpeaksTlsToClientsAndOnItsBus() throws Exception {
        try (EmbeddedCluster cluster =
                EmbeddedCluster.builder().masters(2).replicas(1).tls().start()) {
            assertThat(cluster.uri()).startsWith("rediss+cluster://127.0.0.1:");
            SSLContext context = cluster.tls().anonymousSslContext();
            for (EmbeddedRedis node : cluster.nodes()) {
                assertThat(ping(node, context, "127.0.0.1")).isEqualTo("+PONG");
            }
            EmbeddedRedis owner = cluster.masterOf(cluster.slotOf("a"));
            EmbeddedRedis other = cluster.masters().stream()
                    .filter(master -> master != owner)
                    .findFirst()
                    .orElseThrow();
            assertThatThrownBy(() -> other.call("SSUBSCRIBE", "a")).hasMessageContaining("127.0.0.1:" + owner.port());
        }
    }

    @Test
    void sentinelsSpeakTlsToClientsToServersAndAmongEachOther() throws Exception {
        try (EmbeddedSentinel sentinel = EmbeddedSentinel.builder().tls().start()) {
            assertThat(sentinel.uri()).startsWith("rediss+sentinel://127.0.0.1:");
            SSLContext context = sentinel.tls().anonymousSslContext();
            assertThat(ping(sentinel.sentinels().get(0), context, "127.0.0.1")).isEqualTo("+PONG");
            EmbeddedRedis old = sentinel.master();
            assertThat(sentinel.failover()).isNotSameAs(old);
        }
    }

    @Test
    void aServerWithoutTlsHasNoCertificates() {
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            assertThatThrownBy(redis::tls)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("tls()");
        }
    }

    /** Sends PING to a server whose certificate must name a host, and returns the line that comes back. */
    private static String ping(EmbeddedRedis redis, SSLContext context, String name) throws IOException {
        try (java.net.Socket plain = new java.net.Socket(redis.host(), redis.port());
                SSLSocket socket =
                        (SSLSocket) context.getSocketFactory().createSocket(plain, name, redis.port(), true)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] line = socket.getInputStream().readNBytes("+PONG".length());
            return new String(line, StandardCharsets.US_ASCII);
        }
    }

    private static KeyStore load(Path file) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, EmbeddedTls.PASSWORD.toCharArray());
        }
        return store;
    }
}

package io.fanfare.integration.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanfare.Fanfare;
import io.fanfare.FanfareBuilder;
import io.fanfare.Providers;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.embedded.EmbeddedTls;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Provider;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TransportProvider;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS by files, against servers that ask for a certificate: one whose own names this host, and one whose does not. */
class TlsFilesIT {
    private static final String TRANSPORTS = "io.fanfare.integration.client.TlsFilesIT#transports";

    @TempDir
    static Path folder;

    private static EmbeddedTls tls;
    private static EmbeddedRedis here;
    private static EmbeddedRedis elsewhere;

    @BeforeAll
    static void start() {
        tls = EmbeddedTls.create().requireClientCertificate();
        here = EmbeddedRedis.builder().tls(tls).start();
        elsewhere = EmbeddedRedis.builder()
                .tls(tls.forServerNames("redis.elsewhere.example"))
                .start();
        tls.writeTrustStore(folder.resolve("trust.p12"));
        tls.writeClientKeyStore(folder.resolve("client.p12"));
    }

    @AfterAll
    static void stop() {
        here.close();
        elsewhere.close();
    }

    static Stream<String> transports() {
        return Providers.discover().transports().stream()
                .filter(TransportProvider::reachesRedis)
                .map(Provider::id);
    }

    private static FanfareBuilder client(String transport, EmbeddedRedis redis) {
        return Fanfare.builder()
                .uri(redis.uri())
                .transport(transport)
                .codec("string")
                .set("connect-timeout", "20s");
    }

    private static FanfareBuilder trusting(String transport, EmbeddedRedis redis) {
        return client(transport, redis)
                .set("tls.trust-store", folder.resolve("trust.p12").toString())
                .set("tls.trust-store-password", EmbeddedTls.PASSWORD);
    }

    private static FanfareBuilder known(FanfareBuilder builder) throws Exception {
        Path password = Files.writeString(folder.resolve("password"), EmbeddedTls.PASSWORD + "\n");
        return builder.set("tls.key-store", folder.resolve("client.p12").toString())
                .set("tls.key-store-password-file", password.toString());
    }

    private static void works(FanfareBuilder builder) {
        try (Fanfare client = builder.build()) {
            assertThat(client.channel("c", String.class).publish("x").join()).isZero();
        }
    }

    private static PubSubException refusal(FanfareBuilder builder) {
        try (Fanfare client = builder.build()) {
            throw new AssertionError("connected in state " + client.state());
        } catch (PubSubException e) {
            return e;
        }
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void storesInPkcs12(String transport) throws Exception {
        works(known(trusting(transport, here)));
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void storesInJks(String transport) throws Exception {
        Path trust = jks(tls.trustStore(), "trust.jks");
        Path keys = jks(tls.clientKeyStore(), "client.jks");
        works(client(transport, here)
                .set("tls.trust-store", trust.toString())
                .set("tls.key-store", keys.toString())
                .set("tls.key-store-password", EmbeddedTls.PASSWORD));
    }

    private static Path jks(KeyStore from, String name) throws Exception {
        char[] password = EmbeddedTls.PASSWORD.toCharArray();
        KeyStore store = KeyStore.getInstance("JKS");
        store.load(null, password);
        for (String alias : Collections.list(from.aliases())) {
            if (from.isKeyEntry(alias)) {
                store.setKeyEntry(alias, from.getKey(alias, password), password, from.getCertificateChain(alias));
            } else {
                store.setCertificateEntry(alias, from.getCertificate(alias));
            }
        }
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password);
        }
        return file;
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void filesInPem(String transport) throws Exception {
        KeyStore keys = tls.clientKeyStore();
        String alias = keys.aliases().nextElement();
        Key key = keys.getKey(alias, EmbeddedTls.PASSWORD.toCharArray());
        Path authority = Files.writeString(folder.resolve("ca.pem"), "made by a test\n" + tls.authorityPem());
        Path certificate = Files.writeString(
                folder.resolve("client.pem"),
                pem("CERTIFICATE", keys.getCertificate(alias).getEncoded()) + tls.authorityPem());
        Path keyFile = Files.writeString(folder.resolve("client.key"), pem("PRIVATE KEY", key.getEncoded()));
        works(client(transport, here)
                .set("tls.ca-file", authority.toString())
                .set("tls.cert-file", certificate.toString())
                .set("tls.key-file", keyFile.toString()));
        Path old = Files.writeString(folder.resolve("old.key"), pem("RSA PRIVATE KEY", key.getEncoded()));
        assertThatThrownBy(() -> client(transport, here)
                        .set("tls.cert-file", certificate.toString())
                        .set("tls.key-file", old.toString())
                        .build())
                .hasMessageContaining(
                        "tls.key-file " + old + " cannot be used: it has a key in the form RSA PRIVATE KEY;"
                                + " convert it with: openssl pkcs8");
    }

    private static String pem(String kind, byte[] content) {
        return "-----BEGIN " + kind + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content) + "\n-----END " + kind
                + "-----\n";
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void aClientWithoutACertificateIsRefusedByTheServer(String transport) {
        assertThat(refusal(trusting(transport, here)).code()).isEqualTo(ErrorCode.CONNECT_FAILED);
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void anAuthorityThatIsNotTrustedIsRefusedWhetherTheHostIsVerifiedOrNot(String transport) throws Exception {
        PubSubException refusal = refusal(known(client(transport, here)).set("tls.verify-host", "false"));
        assertThat(refusal.code()).isEqualTo(ErrorCode.CONNECT_FAILED);
        assertThat(refusal).hasMessageContaining("127.0.0.1:" + here.port());
    }

    @ParameterizedTest
    @MethodSource(TRANSPORTS)
    void theCertificateMustNameTheHostUnlessThatIsTurnedOff(String transport) throws Exception {
        PubSubException refusal = refusal(known(trusting(transport, elsewhere)));
        assertThat(refusal.code()).isEqualTo(ErrorCode.CONNECT_FAILED);
        assertThat(refusal).hasMessageContaining("127.0.0.1");
        works(known(trusting(transport, elsewhere)).set("tls.verify-host", "false"));
    }
}

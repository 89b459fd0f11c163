package io.fanfare.embedded;

import io.fanfare.embedded.Authority.Identity;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Throw-away certificates for servers that speak TLS, and what a client needs to speak with them: an authority, a
 * server certificate for {@code localhost} and {@code 127.0.0.1}, and a client certificate. They are valid for 30 days
 * and live in memory; each server gets copies in its folder, which only the user can read.
 *
 * <p>Instances do not change and are safe for use by several threads; several servers may share one.
 */
public final class EmbeddedTls {
    /** The password of {@link #clientKeyStore} and of the files. */
    public static final String PASSWORD = "changeit";

    private static final List<String> HERE = List.of("localhost", Loopback.HOST);
    private static final byte[] LINE_FEED = {'\n'};
    private static final int PEM_COLUMNS = 64;

    private final Authority authority;
    private final Identity server;
    private final Identity client;
    private final boolean clientCertificateRequired;
    private final SSLContext own;

    private EmbeddedTls(Authority authority, Identity server, Identity client, boolean clientCertificateRequired) {
        this.authority = authority;
        this.server = server;
        this.client = client;
        this.clientCertificateRequired = clientCertificateRequired;
        this.own = context(authority, client);
    }

    /**
     * Creates an authority and certificates.
     *
     * @throws EmbeddedRedisException when the JDK lacks an algorithm for it
     */
    public static EmbeddedTls create() {
        Authority authority = Authority.create();
        return new EmbeddedTls(
                authority, authority.issue("redis-server", HERE), authority.issue("client", List.of("client")), false);
    }

    /**
     * Returns the same with a server certificate, of the same authority, that names others than this host: a client
     * that connects to {@code 127.0.0.1} and verifies host names refuses it.
     *
     * @param names DNS names and IPv4 addresses, at least one
     */
    public EmbeddedTls forServerNames(String... names) {
        if (names.length == 0) {
            throw new IllegalArgumentException("a server certificate names at least one host");
        }
        return new EmbeddedTls(authority, authority.issue(names[0], List.of(names)), client, clientCertificateRequired);
    }

    /** Returns the same for servers that refuse clients without a certificate of this authority. */
    public EmbeddedTls requireClientCertificate() {
        return new EmbeddedTls(authority, server, client, true);
    }

    /** Returns whether servers refuse clients without a certificate. */
    public boolean clientCertificateRequired() {
        return clientCertificateRequired;
    }

    /** Returns a new key store with the certificate of the authority and nothing else. */
    public KeyStore trustStore() {
        return trustStore(authority);
    }

    /** Returns a new key store with the certificate and key of a client, protected by {@link #PASSWORD}. */
    public KeyStore clientKeyStore() {
        return keyStore(authority, client);
    }

    /** Returns a new context that trusts the authority and presents the client certificate. */
    public SSLContext clientSslContext() {
        return context(authority, client);
    }

    /** Returns a new context that trusts the authority and presents no certificate. */
    public SSLContext anonymousSslContext() {
        return context(authority, null);
    }

    /**
     * Writes {@link #trustStore} as a PKCS #12 file with {@link #PASSWORD}.
     *
     * @return the file
     * @throws EmbeddedRedisException when it cannot be written
     */
    public Path writeTrustStore(Path file) {
        return write(trustStore(), file);
    }

    /**
     * Writes {@link #clientKeyStore} as a PKCS #12 file with {@link #PASSWORD}.
     *
     * @return the file
     * @throws EmbeddedRedisException when it cannot be written
     */
    public Path writeClientKeyStore(Path file) {
        return write(clientKeyStore(), file);
    }

    /** Returns the certificate of the authority as PEM. */
    public String authorityPem() {
        return pem("CERTIFICATE", encoded(authority.certificate()));
    }

    /**
     * Returns the files that {@link #serverArguments} names, by name, in PEM: for a redis-server that is started by
     * other means, such as in a container.
     */
    public Map<String, String> serverFiles() {
        return Map.of(
                "tls-authority.pem",
                authorityPem(),
                "tls-server.pem",
                pem("CERTIFICATE", encoded(server.certificate())),
                "tls-server-key.pem",
                pem("PRIVATE KEY", server.key().getEncoded()));
    }

    /**
     * Returns the arguments of a redis-server that is started in the folder of its files; {@code --tls-port} is not
     * among them.
     */
    public List<String> serverArguments() {
        return List.of(
                "--tls-ca-cert-file",
                "tls-authority.pem",
                "--tls-cert-file",
                "tls-server.pem",
                "--tls-key-file",
                "tls-server-key.pem",
                "--tls-replication",
                "yes",
                "--tls-auth-clients",
                clientCertificateRequired ? "yes" : "optional");
    }

    /** Returns the context by which this JVM speaks to the servers. */
    SSLContext own() {
        return own;
    }

    private static SSLContext context(Authority authority, @Nullable Identity client) {
        try {
            KeyManager[] keys = null;
            if (client != null) {
                KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
                own.init(keyStore(authority, client), PASSWORD.toCharArray());
                keys = own.getKeyManagers();
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trustStore(authority));
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw unable("context", e);
        }
    }

    private static KeyStore trustStore(Authority authority) {
        try {
            KeyStore store = empty();
            store.setCertificateEntry("authority", authority.certificate());
            return store;
        } catch (GeneralSecurityException e) {
            throw unable("trust store", e);
        }
    }

    private static KeyStore keyStore(Authority authority, Identity client) {
        try {
            KeyStore store = empty();
            store.setKeyEntry("client", client.key(), PASSWORD.toCharArray(), new Certificate[] {
                client.certificate(), authority.certificate()
            });
            return store;
        } catch (GeneralSecurityException e) {
            throw unable("key store", e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (IOException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static Path write(KeyStore store, Path file) {
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
            return file;
        } catch (IOException | GeneralSecurityException e) {
            throw new EmbeddedRedisException("Cannot write " + file + ": " + e, e);
        }
    }

    private static byte[] encoded(Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw unable("certificate", e);
        }
    }

    private static String pem(String what, byte[] content) {
        String base64 =
                new String(Base64.getMimeEncoder(PEM_COLUMNS, LINE_FEED).encode(content), StandardCharsets.US_ASCII);
        return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
    }

    private static EmbeddedRedisException unable(String what, Exception cause) {
        return new EmbeddedRedisException("This JDK cannot create the " + what + ": " + cause, cause);
    }

    @Override
    public String toString() {
        return "TLS by " + authority.certificate().getSubjectX500Principal()
                + (clientCertificateRequired ? ", client certificate required" : "");
    }
}

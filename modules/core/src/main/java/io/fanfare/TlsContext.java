package io.fanfare;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Option;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TransportOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Makes the {@link SSLContext} of a client of the files that its settings name. Nothing of it shows a secret. */
final class TlsContext {
    private static final List<Option<String>> FILES =
            List.of(TlsSettings.TRUST_STORE, TlsSettings.CA_FILE, TlsSettings.KEY_STORE, TlsSettings.CERT_FILE);

    private final Settings settings;

    private TlsContext(Settings settings) {
        this.settings = settings;
    }

    /**
     * Returns the context; null if no file is set.
     *
     * @throws PubSubException {@link ErrorCode#CONFIGURATION_INVALID} if a file cannot be read or lacks what is needed,
     *     with its name and the reason
     */
    static @Nullable SSLContext of(Settings settings) {
        return FILES.stream().allMatch(option -> settings.find(option) == null)
                ? null
                : new TlsContext(settings).make();
    }

    /** Refuses settings that contradict each other, or that nothing would read. */
    static void check(Settings settings) {
        exclude(settings, TlsSettings.TRUST_STORE, TlsSettings.CA_FILE);
        exclude(settings, TlsSettings.KEY_STORE, TlsSettings.CERT_FILE);
        exclude(settings, TlsSettings.TRUST_STORE_PASSWORD, TlsSettings.TRUST_STORE_PASSWORD_FILE);
        exclude(settings, TlsSettings.KEY_STORE_PASSWORD, TlsSettings.KEY_STORE_PASSWORD_FILE);
        need(settings, TlsSettings.TRUST_STORE_PASSWORD, TlsSettings.TRUST_STORE);
        need(settings, TlsSettings.TRUST_STORE_PASSWORD_FILE, TlsSettings.TRUST_STORE);
        need(settings, TlsSettings.KEY_STORE_PASSWORD, TlsSettings.KEY_STORE);
        need(settings, TlsSettings.KEY_STORE_PASSWORD_FILE, TlsSettings.KEY_STORE);
        need(settings, TlsSettings.CERT_FILE, TlsSettings.KEY_FILE);
        need(settings, TlsSettings.KEY_FILE, TlsSettings.CERT_FILE);
        for (Option<String> file : FILES) {
            exclude(settings, TransportOptions.SSL_CONTEXT, file);
            if (settings.find(file) != null && !settings.endpoint().tls()) {
                throw invalid(file + " is set, but the connections to " + settings.endpoint()
                        + " are without TLS; write rediss in place of redis");
            }
        }
    }

    private static void exclude(Settings settings, Option<?> one, Option<?> other) {
        if (settings.find(one) != null && settings.find(other) != null) {
            throw invalid("both " + one + " and " + other + " are set; set one");
        }
    }

    private static void need(Settings settings, Option<?> one, Option<?> other) {
        if (settings.find(one) != null && settings.find(other) == null) {
            throw invalid(one + " is set without " + other);
        }
    }

    private SSLContext make() {
        try {
            KeyStore trusted = trusted();
            TrustManagerFactory trust = null;
            if (trusted != null) {
                trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                trust.init(trusted);
            }
            KeyManagerFactory keys = keys();
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    keys == null ? null : keys.getKeyManagers(), trust == null ? null : trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new PubSubException(ErrorCode.CONFIGURATION_INVALID, "this JDK cannot set TLS up: " + e, e);
        }
    }

    private @Nullable KeyStore trusted() throws GeneralSecurityException {
        Path pem = path(TlsSettings.CA_FILE);
        if (pem != null) {
            KeyStore store = empty();
            int number = 0;
            for (Certificate certificate : read(TlsSettings.CA_FILE, pem, () -> PemFile.certificates(pem))) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            return store;
        }
        Path file = path(TlsSettings.TRUST_STORE);
        if (file == null) {
            return null;
        }
        KeyStore store = load(
                TlsSettings.TRUST_STORE,
                file,
                password(TlsSettings.TRUST_STORE_PASSWORD, TlsSettings.TRUST_STORE_PASSWORD_FILE));
        for (String alias : Collections.list(store.aliases())) {
            if (store.getCertificate(alias) != null) {
                return store;
            }
        }
        throw unusable(TlsSettings.TRUST_STORE, file, "it holds no certificate, or none without a password", null);
    }

    private @Nullable KeyManagerFactory keys() throws GeneralSecurityException {
        Path certificate = path(TlsSettings.CERT_FILE);
        Path key = path(TlsSettings.KEY_FILE);
        if (certificate != null && key != null) {
            List<Certificate> chain = read(TlsSettings.CERT_FILE, certificate, () -> PemFile.certificates(certificate));
            Key read = read(TlsSettings.KEY_FILE, key, () -> PemFile.key(key, chain.get(0)));
            char[] none = new char[0];
            KeyStore store = empty();
            store.setKeyEntry("client", read, none, chain.toArray(Certificate[]::new));
            return keyManagers(store, none);
        }
        Path file = path(TlsSettings.KEY_STORE);
        if (file == null) {
            return null;
        }
        char[] password = password(TlsSettings.KEY_STORE_PASSWORD, TlsSettings.KEY_STORE_PASSWORD_FILE);
        KeyStore store = load(TlsSettings.KEY_STORE, file, password);
        for (String alias : Collections.list(store.aliases())) {
            if (store.entryInstanceOf(alias, KeyStore.PrivateKeyEntry.class)) {
                return read(TlsSettings.KEY_STORE, file, () -> keyManagers(store, password));
            }
        }
        throw unusable(TlsSettings.KEY_STORE, file, "it holds no key, or none without a password", null);
    }

    private static KeyManagerFactory keyManagers(KeyStore store, char @Nullable [] password)
            throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        return keys;
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

    private static KeyStore load(Option<String> option, Path file, char @Nullable [] password) {
        return read(option, file, () -> KeyStore.getInstance(file.toFile(), password));
    }

    private @Nullable Path path(Option<String> option) {
        String name = settings.find(option);
        return name == null ? null : Path.of(name);
    }

    private char @Nullable [] password(Option<String> value, Option<String> file) {
        Path path = path(file);
        String password = path == null ? settings.find(value) : SecretFile.read(file, path);
        return password == null ? null : password.toCharArray();
    }

    /** Reads a file; what goes wrong names it. */
    private interface Reading<T> {
        T read() throws IOException, GeneralSecurityException;
    }

    private static <T> T read(Option<String> option, Path file, Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(option, file, reason(file, e), e);
        }
    }

    private static String reason(Path file, Exception failure) {
        if (!Files.isRegularFile(file)) {
            return "there is no such file";
        }
        if (!Files.isReadable(file)) {
            return "it may not be read";
        }
        if (failure instanceof UnrecoverableKeyException || failure.getCause() instanceof UnrecoverableKeyException) {
            return "its password is another one";
        }
        String message = failure.getMessage();
        return message == null ? failure.toString() : message;
    }

    private static PubSubException unusable(
            Option<String> option, Path file, String reason, @Nullable Exception cause) {
        return new PubSubException(
                ErrorCode.CONFIGURATION_INVALID, option + " " + file + " cannot be used: " + reason, cause);
    }

    private static PubSubException invalid(String message) {
        return new PubSubException(ErrorCode.CONFIGURATION_INVALID, message);
    }
}

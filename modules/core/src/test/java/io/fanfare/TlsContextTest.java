package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TransportOptions;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused of the files of TLS; what they do is tried against a server. */
class TlsContextTest {
    private static final String SECRET = "s3cret-marker";

    @TempDir
    Path folder;

    private static void refuses(String words, String... keysAndValues) {
        assertThatThrownBy(() -> settings(keysAndValues).transportOptions())
                .isInstanceOfSatisfying(PubSubException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID);
                    assertThat(e).hasMessageContaining(words);
                    StringWriter text = new StringWriter();
                    e.printStackTrace(new PrintWriter(text));
                    assertThat(text.toString()).doesNotContain(SECRET);
                });
    }

    private static Settings settings(String... keysAndValues) {
        Settings.Builder builder = new Settings.Builder();
        builder.set("uri", "rediss://h");
        for (int i = 0; i < keysAndValues.length; i += 2) {
            builder.set(keysAndValues[i], keysAndValues[i + 1]);
        }
        return builder.build();
    }

    @Test
    void withoutFilesThereIsNoContext() {
        assertThat(settings().transportOptions().find(TransportOptions.SSL_CONTEXT))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls.trust-store", "tls.key-store", "tls.ca-file"})
    void aFileThatIsMissingIsNamed(String key) {
        Path file = folder.resolve("missing");
        refuses(key + " " + file + " cannot be used: there is no such file", key, file.toString());
        refuses(key + " " + folder + " cannot be used: there is no such file", key, folder.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "tls.trust-store, Unrecognized keystore format",
        "tls.key-store, Unrecognized keystore format",
        "tls.ca-file, it has no BEGIN CERTIFICATE"
    })
    void aFileOfSomethingElseIsNamed(String key, String reason) throws Exception {
        Path file = Files.writeString(folder.resolve("text"), "this is " + SECRET);
        refuses(key + " " + file + " cannot be used: " + reason, key, file.toString());
    }

    @Test
    void aStoreWithAnotherPasswordOrWithoutWhatIsNeededIsNamed() throws Exception {
        Path file = store();
        refuses(
                "tls.trust-store " + file + " cannot be used: its password is another one",
                "tls.trust-store",
                file.toString(),
                "tls.trust-store-password",
                SECRET);
        refuses(
                "tls.trust-store " + file + " cannot be used: it holds no certificate",
                "tls.trust-store",
                file.toString(),
                "tls.trust-store-password",
                "right-" + SECRET);
        Path password = Files.writeString(folder.resolve("password"), "right-" + SECRET + "\r\n");
        refuses(
                "tls.key-store " + file + " cannot be used: it holds no key",
                "tls.key-store",
                file.toString(),
                "tls.key-store-password-file",
                password.toString());
        refuses(
                "tls.key-store-password-file " + folder.resolve("none") + " cannot be read",
                "tls.key-store",
                file.toString(),
                "tls.key-store-password-file",
                folder.resolve("none").toString());
    }

    /** Returns a store that holds neither a certificate nor the key of one. */
    private Path store() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        char[] password = ("right-" + SECRET).toCharArray();
        store.load(null, password);
        store.setEntry(
                "other",
                new KeyStore.SecretKeyEntry(new SecretKeySpec(new byte[16], "AES")),
                new KeyStore.PasswordProtection(password));
        Path file = folder.resolve("store.p12");
        try (OutputStream out = Files.newOutputStream(file)) {
            store.store(out, password);
        }
        return file;
    }

    @Test
    void whatContradictsOrIsNotReadIsRefused() throws NoSuchAlgorithmException {
        refuses("both tls.trust-store and tls.ca-file are set", "tls.trust-store", "a", "tls.ca-file", "b");
        refuses(
                "both tls.key-store and tls.cert-file are set",
                "tls.key-store",
                "a",
                "tls.cert-file",
                "b",
                "tls.key-file",
                "c");
        refuses("tls.cert-file is set without tls.key-file", "tls.cert-file", "a");
        refuses("tls.key-file is set without tls.cert-file", "tls.key-file", "a");
        refuses("tls.key-store-password is set without tls.key-store", "tls.key-store-password", SECRET);
        refuses(
                "both tls.key-store-password and tls.key-store-password-file are set",
                "tls.key-store",
                "a",
                "tls.key-store-password",
                SECRET,
                "tls.key-store-password-file",
                "b");
        refuses(
                "tls.ca-file is set, but the connections to redis://default:***@h:6379 are without TLS; write rediss",
                "uri",
                "redis://:" + SECRET + "@h",
                "tls.ca-file",
                "a");
        Settings.Builder both = new Settings.Builder();
        both.set("uri", "rediss://h");
        both.set("tls.ca-file", "a");
        both.set(TransportOptions.SSL_CONTEXT, SSLContext.getDefault());
        assertThatThrownBy(both::build).hasMessageContaining("both ssl-context and tls.ca-file are set");
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "uri", "sentinel.password", "tls.key-store-password"})
    void aSecretThatIsNoValueIsNotShown(String key) {
        refuses("what is set, not shown here, is no value for " + key, key, SECRET + "\u0007");
    }
}

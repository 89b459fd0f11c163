package io.fanfare;

import io.fanfare.spi.Option;
import io.fanfare.spi.Option.Strictness;
import java.util.List;

/** Settings of the files that TLS connections are made with. */
final class TlsSettings {
    static final Option<String> TRUST_STORE = Option.text(
            "tls.trust-store",
            null,
            Strictness.REQUIRED,
            "File of the trusted authorities, PKCS #12 or JKS; those of the JDK if neither this nor tls.ca-file is set.");
    static final Option<String> TRUST_STORE_PASSWORD =
            Option.secret("tls.trust-store-password", null, Strictness.REQUIRED, "Password of the trust store.");
    static final Option<String> TRUST_STORE_PASSWORD_FILE = Option.text(
            "tls.trust-store-password-file",
            null,
            Strictness.REQUIRED,
            "File whose first line is the password of the trust store.");
    static final Option<String> KEY_STORE = Option.text(
            "tls.key-store",
            null,
            Strictness.REQUIRED,
            "File of the client's certificate and key, PKCS #12 or JKS; none is presented if neither this nor"
                    + " tls.cert-file is set.");
    static final Option<String> KEY_STORE_PASSWORD = Option.secret(
            "tls.key-store-password", null, Strictness.REQUIRED, "Password of the key store and of the key in it.");
    static final Option<String> KEY_STORE_PASSWORD_FILE = Option.text(
            "tls.key-store-password-file",
            null,
            Strictness.REQUIRED,
            "File whose first line is the password of the key store.");
    static final Option<String> CA_FILE =
            Option.text("tls.ca-file", null, Strictness.REQUIRED, "PEM file of the trusted authorities.");
    static final Option<String> CERT_FILE = Option.text(
            "tls.cert-file",
            null,
            Strictness.REQUIRED,
            "PEM file of the client's certificate and those that lead to its authority.");
    static final Option<String> KEY_FILE = Option.text(
            "tls.key-file", null, Strictness.REQUIRED, "PEM file of the client's key, PKCS #8 and not encrypted.");

    static final List<Option<?>> ALL = List.of(
            TRUST_STORE,
            TRUST_STORE_PASSWORD,
            TRUST_STORE_PASSWORD_FILE,
            KEY_STORE,
            KEY_STORE_PASSWORD,
            KEY_STORE_PASSWORD_FILE,
            CA_FILE,
            CERT_FILE,
            KEY_FILE);

    private TlsSettings() {}
}

package io.fanfare.embedded;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A certificate authority of this JVM: its keys, its own certificate, and those that it issues. */
final class Authority {
    /** A certificate and the key of the one it names. */
    record Identity(X509Certificate certificate, PrivateKey key) {}

    private static final byte[] ECDSA_WITH_SHA256 = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));
    private static final byte[] COMMON_NAME = Der.oid(2, 5, 4, 3);
    private static final byte[] KEY_USAGE = Der.oid(2, 5, 29, 15);
    private static final byte[] ALTERNATIVE_NAMES = Der.oid(2, 5, 29, 17);
    private static final byte[] BASIC_CONSTRAINTS = Der.oid(2, 5, 29, 19);
    private static final byte[] SIGNS_CERTIFICATES = Der.bits(2, new byte[] {0x04});
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Duration SKEW = Duration.ofDays(1);
    private static final Duration LIFE = Duration.ofDays(30);
    private static final int SERIAL_BITS = 120;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final KeyPair keys;
    private final byte[] name;
    private final X509Certificate certificate;

    private Authority(KeyPair keys, byte[] name, X509Certificate certificate) {
        this.keys = keys;
        this.name = name;
        this.certificate = certificate;
    }

    static Authority create() {
        try {
            KeyPair keys = keys();
            byte[] name = name("Fanfare throw-away authority " + Long.toUnsignedString(RANDOM.nextLong(), 36));
            byte[] extensions = Der.sequence(
                    Der.sequence(BASIC_CONSTRAINTS, Der.yes(), Der.octets(Der.sequence(Der.yes()))),
                    Der.sequence(KEY_USAGE, Der.yes(), Der.octets(SIGNS_CERTIFICATES)));
            return new Authority(keys, name, sign(keys.getPrivate(), name, name, keys.getPublic(), extensions));
        } catch (GeneralSecurityException e) {
            throw new EmbeddedRedisException("This JDK cannot create a certificate authority: " + e, e);
        }
    }

    X509Certificate certificate() {
        return certificate;
    }

    /**
     * Issues a certificate.
     *
     * @param alternatives DNS names and IPv4 addresses
     */
    Identity issue(String commonName, List<String> alternatives) {
        try {
            KeyPair subject = keys();
            List<byte[]> names = new ArrayList<>();
            for (String alternative : alternatives) {
                names.add(alternativeName(alternative));
            }
            byte[] extensions = Der.sequence(
                    Der.sequence(ALTERNATIVE_NAMES, Der.octets(Der.sequence(names.toArray(byte[][]::new)))));
            return new Identity(
                    sign(keys.getPrivate(), name, name(commonName), subject.getPublic(), extensions),
                    subject.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new EmbeddedRedisException("This JDK cannot issue a certificate for " + commonName + ": " + e, e);
        }
    }

    private static byte[] alternativeName(String name) {
        if (!IPV4.matcher(name).matches()) {
            return Der.tagged(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII));
        }
        byte[] address = new byte[4];
        String[] parts = name.split("\\.", -1);
        for (int i = 0; i < address.length; i++) {
            address[i] = (byte) Integer.parseInt(parts[i]);
        }
        return Der.tagged(IP_ADDRESS, address);
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
        return generator.generateKeyPair();
    }

    private static byte[] name(String commonName) {
        return Der.sequence(Der.set(Der.sequence(COMMON_NAME, Der.text(commonName))));
    }

    /** Returns a certificate of version 3 as RFC 5280 lays it out. */
    private static X509Certificate sign(
            PrivateKey issuer, byte[] issuerName, byte[] subjectName, PublicKey subject, byte[] extensions)
            throws GeneralSecurityException {
        Instant now = Instant.now();
        byte[] content = Der.sequence(
                Der.tagged(0xa0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS)),
                ECDSA_WITH_SHA256,
                issuerName,
                Der.sequence(Der.time(now.minus(SKEW)), Der.time(now.plus(LIFE))),
                subjectName,
                subject.getEncoded(),
                Der.tagged(0xa3, extensions));
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(issuer, RANDOM);
        signature.update(content);
        byte[] certificate = Der.sequence(content, ECDSA_WITH_SHA256, Der.bits(0, signature.sign()));
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
    }
}

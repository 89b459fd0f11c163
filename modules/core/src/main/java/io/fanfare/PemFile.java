package io.fanfare;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys from PEM files, as OpenSSL writes them. */
final class PemFile {
    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----", Pattern.DOTALL);

    private PemFile() {}

    /** Returns all certificates of a file, at least one, in their order. */
    static List<Certificate> certificates(Path file) throws IOException, GeneralSecurityException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<Certificate> certificates = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(file));
        while (block.find()) {
            if (block.group(1).equals("CERTIFICATE")) {
                certificates.add(factory.generateCertificate(new ByteArrayInputStream(decoded(block.group(2)))));
            }
        }
        if (certificates.isEmpty()) {
            throw new CertificateException("it has no BEGIN CERTIFICATE");
        }
        return certificates;
    }

    /** Returns the key of a file, which is that of a certificate. */
    static PrivateKey key(Path file, Certificate of) throws IOException, GeneralSecurityException {
        Matcher block = BLOCK.matcher(Files.readString(file));
        while (block.find()) {
            String kind = block.group(1);
            if (kind.equals("PRIVATE KEY")) {
                PKCS8EncodedKeySpec encoded = new PKCS8EncodedKeySpec(decoded(block.group(2)));
                return KeyFactory.getInstance(of.getPublicKey().getAlgorithm()).generatePrivate(encoded);
            }
            if (kind.endsWith("PRIVATE KEY")) {
                throw new GeneralSecurityException("it has a key in the form " + kind
                        + "; convert it with: openssl pkcs8 -topk8 -nocrypt -in old.pem -out new.pem");
            }
        }
        throw new GeneralSecurityException("it has no BEGIN PRIVATE KEY");
    }

    private static byte[] decoded(String base64) throws GeneralSecurityException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("it is no Base64: " + e.getMessage(), e);
        }
    }
}

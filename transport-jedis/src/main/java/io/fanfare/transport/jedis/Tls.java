package io.fanfare.transport.jedis;

import io.fanfare.spi.TransportOptions;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.SslOptions;

/** Negotiates TLS as the options say, or as a configuration that the application gave, in its newer or older form. */
@SuppressWarnings("deprecation") // the older form is what Jedis 7 has beside SslOptions, and what most have set
final class Tls {
    private final @Nullable SSLContext context;
    private final @Nullable JedisClientConfig config;
    private final boolean verifyHost;

    Tls(TransportOptions options, Given given) {
        context = options.find(TransportOptions.SSL_CONTEXT);
        verifyHost = options.get(TransportOptions.TLS_VERIFY_HOST);
        config = context == null ? given.config() : null;
    }

    /**
     * Negotiates TLS over a connected socket and, unless that is turned off, verifies that the server's certificate
     * bears the name.
     */
    Socket over(Socket connected, String serverName, int port) throws IOException, NoSuchAlgorithmException {
        SSLSocket tls = (SSLSocket) factory().createSocket(connected, serverName, port, true);
        HostnameVerifier verifier = config == null ? null : config.getHostnameVerifier();
        SSLParameters given = givenParameters();
        if (given != null) {
            tls.setSSLParameters(given);
        }
        SSLParameters parameters = tls.getSSLParameters();
        boolean isLeftToUs = verifier == null && (config == null || config.getSslOptions() == null);
        if (verifyHost && isLeftToUs && parameters.getEndpointIdentificationAlgorithm() == null) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            tls.setSSLParameters(parameters);
        }
        tls.startHandshake();
        if (verifier != null && !verifier.verify(serverName, tls.getSession())) {
            throw new SSLPeerUnverifiedException(
                    "the host name verifier that the application gave refuses the certificate as one of " + serverName);
        }
        return tls;
    }

    private @Nullable SSLParameters givenParameters() {
        if (config == null) {
            return null;
        }
        SslOptions ssl = config.getSslOptions();
        return ssl == null ? config.getSslParameters() : ssl.getSslParameters();
    }

    private SSLSocketFactory factory() throws IOException, NoSuchAlgorithmException {
        if (context != null) {
            return context.getSocketFactory();
        }
        SslOptions ssl = config == null ? null : config.getSslOptions();
        if (ssl == null) {
            SSLSocketFactory factory = config == null ? null : config.getSslSocketFactory();
            return factory == null ? SSLContext.getDefault().getSocketFactory() : factory;
        }
        try {
            return ssl.createSslContext().getSocketFactory();
        } catch (NoSuchAlgorithmException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IOException("the SSL options that the application gave cannot be used", e);
        }
    }
}

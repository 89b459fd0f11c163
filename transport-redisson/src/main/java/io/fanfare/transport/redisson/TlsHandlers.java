package io.fanfare.transport.redisson;

import io.fanfare.spi.Node;
import io.fanfare.spi.TransportOptions;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** Makes the TLS end of a connection: SNI, and verification of the certificate, by default of the name in it too. */
final class TlsHandlers {
    private TlsHandlers() {}

    static SslHandler create(Node node, String serverName, TransportOptions options) throws NoSuchAlgorithmException {
        SSLContext given = options.find(TransportOptions.SSL_CONTEXT);
        SSLContext context = given == null ? SSLContext.getDefault() : given;
        SSLEngine engine = context.createSSLEngine(serverName, node.connect().port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        if (options.get(TransportOptions.TLS_VERIFY_HOST)) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (NetUtil.createByteArrayFromIpAddressString(serverName) == null) {
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
        }
        engine.setSSLParameters(parameters);
        SslHandler handler = new SslHandler(engine);
        Duration timeout = options.get(TransportOptions.CONNECT_TIMEOUT);
        handler.setHandshakeTimeoutMillis(timeout.toMillis());
        return handler;
    }
}

package io.fanfare.transport.lettuce;

import io.fanfare.spi.Address;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * Makes the TLS handlers of connections.
 *
 * @param verifyHost whether the certificate must name the server
 */
record Tls(SSLContext context, boolean verifyHost) {
    /** How long a close may wait to send the notice that TLS asks for. */
    private static final long CLOSE_NOTIFY_MILLIS = 200;

    /** Returns a handler that names the server in the handshake. */
    SslHandler handler(String serverName, Address address) {
        SSLEngine engine = context.createSSLEngine(serverName, address.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        if (verifyHost) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (!NetUtil.isValidIpV4Address(serverName) && !NetUtil.isValidIpV6Address(serverName)) {
            parameters.setServerNames(List.of(new SNIHostName(serverName)));
        }
        engine.setSSLParameters(parameters);
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(0); // the connect timeout ends it
        handler.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_MILLIS);
        return handler;
    }
}

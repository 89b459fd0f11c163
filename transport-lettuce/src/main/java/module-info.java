import org.jspecify.annotations.NullMarked;

/**
 * The transport {@code lettuce}: Redis Pub/Sub over the Lettuce client.
 *
 * <p>It runs on Lettuce 6.8.1 to 7.7.0 with Netty 4.2.7 to 4.2.18.
 *
 * <p>Found as a service; an application needs this module on its path, and from it at most
 * {@link io.fanfare.transport.lettuce.LettuceTransports}, to share its client resources.
 */
@NullMarked
module io.fanfare.transport.lettuce {
    requires transitive io.fanfare.spi;
    requires transitive lettuce.core;
    // an automatic module resolves no explicit ones: what Lettuce needs is named here
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.resolver;
    requires io.netty.resolver.dns;
    requires io.netty.transport;
    requires io.netty.transport.unix.common;
    requires org.slf4j;
    requires java.naming;
    requires jdk.net;
    requires static org.jspecify;

    exports io.fanfare.transport.lettuce;

    provides io.fanfare.spi.TransportProvider with
            io.fanfare.transport.lettuce.LettuceTransportProvider;
}

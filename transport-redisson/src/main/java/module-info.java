import org.jspecify.annotations.NullMarked;

/**
 * The transport {@code redisson}: the wire of Redisson's low-level client.
 *
 * <p>It runs on Redisson 4.7.0 with Netty 4.2.7 to 4.2.18.
 *
 * <p>Redisson and Netty classes are loaded when a transport is opened. Redisson is an automatic module and cannot name
 * what it needs; the modules required here beyond its own are those, so that an application on the module path finds
 * them resolved.
 */
@NullMarked
module io.fanfare.transport.redisson {
    requires transitive io.fanfare.spi;
    requires transitive redisson;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.resolver;
    requires io.netty.resolver.dns;
    requires io.netty.transport;
    requires io.netty.transport.unix.common;
    requires static io.netty.transport.classes.epoll;
    requires static io.netty.transport.classes.io_uring;
    requires io.reactivex.rxjava3;
    requires java.management;
    requires java.naming;
    requires jdk.net;
    requires net.bytebuddy;
    requires org.slf4j;
    requires org.yaml.snakeyaml;

    exports io.fanfare.transport.redisson;

    provides io.fanfare.spi.TransportProvider with
            io.fanfare.transport.redisson.RedissonTransportProvider;
}

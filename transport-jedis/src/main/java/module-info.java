import org.jspecify.annotations.NullMarked;

/**
 * The transport over Jedis, of id {@code jedis}.
 *
 * <p>It runs on Jedis 7.0.0 to 8.0.2.
 *
 * <p>Beside Jedis, an automatic module, it requires the named modules that Jedis cannot run without.
 */
@NullMarked
module io.fanfare.transport.jedis {
    requires transitive io.fanfare.spi;
    requires static org.jspecify;
    requires transitive redis.clients.jedis;
    requires org.apache.commons.pool2;
    requires org.slf4j;
    requires com.google.gson;
    requires org.json;
    requires jdk.net;

    exports io.fanfare.transport.jedis;

    provides io.fanfare.spi.TransportProvider with
            io.fanfare.transport.jedis.JedisTransportProvider;
}

import org.jspecify.annotations.NullMarked;

/**
 * Fanfare, a toolkit for Redis Pub/Sub: what applications use.
 *
 * <p>{@link io.fanfare.Fanfare} is the client. It finds transports, codecs, connection pools and dispatchers as
 * services, so that an application chooses them by the modules it adds and the ids it configures.
 *
 * @uses io.fanfare.spi.TransportProvider to reach Redis
 * @uses io.fanfare.spi.CodecProvider to turn values into payloads
 * @uses io.fanfare.spi.CompressionProvider to compress payloads
 * @uses io.fanfare.spi.ConnectionPoolProvider to lend connections
 * @uses io.fanfare.spi.DispatcherProvider to carry messages to handlers
 */
@NullMarked
module io.fanfare {
    requires transitive io.fanfare.spi;
    requires org.jctools.core;

    exports io.fanfare;

    uses io.fanfare.spi.TransportProvider;
    uses io.fanfare.spi.CodecProvider;
    uses io.fanfare.spi.CompressionProvider;
    uses io.fanfare.spi.ConnectionPoolProvider;
    uses io.fanfare.spi.DispatcherProvider;

    provides io.fanfare.spi.CodecProvider with
            io.fanfare.BytesCodecProvider,
            io.fanfare.StringCodecProvider;
    provides io.fanfare.spi.CompressionProvider with
            io.fanfare.GzipCompressionProvider;
    provides io.fanfare.spi.ConnectionPoolProvider with
            io.fanfare.SharedPoolProvider,
            io.fanfare.ExclusivePoolProvider;
    provides io.fanfare.spi.DispatcherProvider with
            io.fanfare.OrderedDispatcherProvider,
            io.fanfare.InlineDispatcherProvider,
            io.fanfare.ConcurrentDispatcherProvider,
            io.fanfare.VirtualDispatcherProvider;
}

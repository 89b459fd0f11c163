/** A plug-in that fails to load. */
module io.fanfare.throwing {
    requires io.fanfare.spi;

    provides io.fanfare.spi.TransportProvider with
            io.fanfare.throwing.ThrowingProvider;
}

/** A plug-in whose id is taken. */
module io.fanfare.duplicate {
    requires io.fanfare.spi;

    provides io.fanfare.spi.TransportProvider with
            io.fanfare.duplicate.DuplicateProvider;
}

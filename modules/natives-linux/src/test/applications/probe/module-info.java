/** An application that names no native library. */
module io.fanfare.probe {
    requires io.fanfare.spi;

    uses io.fanfare.spi.NativeIoProvider;
    uses io.fanfare.spi.TransportProvider;
}

import org.jspecify.annotations.NullMarked;

/**
 * The contracts between Fanfare and its plug-ins: transports, codecs, connection pools and dispatchers.
 *
 * <p>A plug-in implements one of the four provider types and declares it both as {@code provides} in its module
 * descriptor and under {@code META-INF/services}, so that it is found on the module path and on the class path.
 * Applications use {@code io.fanfare}, which finds the plug-ins and requires this module for them.
 *
 * <p>Everything here is non-null unless it is annotated {@code @Nullable}.
 *
 * @uses io.fanfare.spi.NativeIoProvider so that the modules of native libraries are resolved where they are present
 */
@NullMarked
module io.fanfare.spi {
    requires static transitive org.jspecify;

    exports io.fanfare.spi;

    uses io.fanfare.spi.NativeIoProvider;
}

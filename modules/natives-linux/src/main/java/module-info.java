import org.jspecify.annotations.NullMarked;

/**
 * Netty's native {@code epoll} for Linux on x86-64 and ARM64, for the transports that run on Netty.
 *
 * <p>An application adds the artifact and changes nothing else: Netty uses the library as soon as it can be reached. On
 * the module path that takes this module, which is found as a service and requires it; on the class path the jars that
 * come with the artifact are enough. On other platforms it is without effect. It runs with Netty 4.2.7 to 4.2.18; its
 * version must be that of the other modules of Netty.
 */
@NullMarked
module io.fanfare.natives.linux {
    requires transitive io.fanfare.spi;
    requires io.netty.transport.classes.epoll;
    requires io.netty.transport.epoll.linux.x86_64;
    requires io.netty.transport.epoll.linux.aarch_64;
    requires static org.jspecify;

    exports io.fanfare.natives.linux;

    provides io.fanfare.spi.NativeIoProvider with
            io.fanfare.natives.linux.EpollIoProvider;
}

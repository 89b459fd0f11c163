package io.fanfare.natives.linux;

import io.fanfare.spi.Availability;
import io.fanfare.spi.NativeIoProvider;
import io.netty.channel.epoll.Epoll;

/** Netty's {@code epoll}, of id {@code epoll}. */
public final class EpollIoProvider implements NativeIoProvider {
    /** Creates the provider; the native library is first touched by {@link #availability()} or by Netty. */
    public EpollIoProvider() {}

    @Override
    public String id() {
        return "epoll";
    }

    @Override
    public Availability availability() {
        if (Epoll.isAvailable()) {
            return Availability.usable(
                    "epoll of Netty " + Epoll.class.getPackage().getImplementationVersion());
        }
        return Availability.unusable("epoll does not load on " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ", so that Netty uses the JDK's selectors: "
                + Epoll.unavailabilityCause());
    }
}

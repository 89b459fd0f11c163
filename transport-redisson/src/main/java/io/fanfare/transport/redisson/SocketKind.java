package io.fanfare.transport.redisson;

import io.fanfare.spi.Address;
import io.fanfare.spi.NativeIo;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.uring.IoUring;
import io.netty.channel.uring.IoUringIoHandler;
import io.netty.channel.uring.IoUringSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A kind of sockets, and what makes an event loop serve it.
 *
 * @param tcp the class of sockets to a host and port
 * @param unix the class of Unix domain sockets; null if the event loops serve none
 * @param io makes what one event loop waits with
 */
record SocketKind(
        Class<? extends DuplexChannel> tcp, @Nullable Class<? extends DuplexChannel> unix, IoHandlerFactory io) {
    private static final System.Logger LOG = System.getLogger(SocketKind.class.getName());

    /** Returns the kind that is wanted, or what stands in for it where it cannot be reached. */
    static SocketKind of(NativeIo wanted) {
        if (wanted == NativeIo.IO_URING && isPresent("io.netty.channel.uring.IoUring") && OfIoUring.isAvailable()) {
            return OfIoUring.kind();
        }
        if (wanted != NativeIo.OFF && isPresent("io.netty.channel.epoll.Epoll") && OfEpoll.isAvailable()) {
            return OfEpoll.kind();
        }
        return new SocketKind(NioSocketChannel.class, null, NioIoHandler.newFactory());
    }

    /** Returns the class of the Unix domain sockets that event loops with these TCP sockets serve; null if none. */
    static @Nullable Class<? extends DuplexChannel> unixBeside(Class<?> tcp) {
        return tcp.getName().startsWith("io.netty.channel.epoll.") ? OfEpoll.unix() : null;
    }

    /** Returns the class of sockets to an address; null if there is none. */
    @Nullable
    Class<? extends DuplexChannel> to(Address address) {
        return address.isSocket() ? unix : tcp;
    }

    private static boolean isPresent(String name) {
        try {
            Class.forName(name, false, SocketKind.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} is not on the path", name);
            return false;
        }
    }

    /** Loaded only where Netty's classes for epoll are. */
    private static final class OfEpoll {
        static boolean isAvailable() {
            return Epoll.isAvailable();
        }

        static SocketKind kind() {
            return new SocketKind(EpollSocketChannel.class, unix(), EpollIoHandler.newFactory());
        }

        static Class<? extends DuplexChannel> unix() {
            return EpollDomainSocketChannel.class;
        }
    }

    /** Loaded only where Netty's classes for io_uring are. Redisson names those of epoll beside them. */
    private static final class OfIoUring {
        static boolean isAvailable() {
            return IoUring.isAvailable() && isPresent("io.netty.channel.epoll.EpollSocketChannel");
        }

        static SocketKind kind() {
            return new SocketKind(IoUringSocketChannel.class, null, IoUringIoHandler.newFactory());
        }
    }
}

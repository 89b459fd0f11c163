package io.fanfare.spi;

/** Which of Netty's ways to the kernel's sockets a transport takes; {@link TransportOptions#NATIVE_IO}. */
public enum NativeIo {
    /** {@code epoll} where it can be reached, otherwise {@link #OFF}. */
    AUTO,
    /** The JDK's selectors. */
    OFF,
    /** {@code epoll} of Linux; {@link #OFF} where it cannot be reached. */
    EPOLL,
    /** {@code io_uring} of Linux; what {@link #AUTO} takes where it cannot be reached. */
    IO_URING
}

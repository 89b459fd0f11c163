package io.fanfare.spi;

/**
 * Native libraries by which Netty reads and writes sockets, brought by a module of their own. Netty finds them itself;
 * that they are a service makes an application on the module path resolve that module, and with it theirs, as soon as
 * it is there. {@link #availability()} tells whether they load on this platform.
 */
public interface NativeIoProvider extends Provider {}

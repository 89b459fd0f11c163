package io.fanfare;

/** What opening a client does about a Redis that cannot be reached. */
public enum Startup {
    /** Throws if the first attempt to connect fails. */
    FAIL,
    /** Goes on trying for up to {@code fanfare.startup.timeout}, then throws. */
    WAIT,
    /** Returns at once; the client connects when Redis comes. */
    BACKGROUND
}

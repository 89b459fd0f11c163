package io.fanfare.spi;

/**
 * What every plug-in tells before it is used. Implementations have a public constructor without parameters that does no
 * work: constructing one loads no class of a client library, opens no socket and starts no thread. None of its methods
 * throws.
 */
public interface Provider {
    /**
     * Returns the id by which a configuration names this plug-in: lower-case ASCII letters, digits and hyphens, the
     * first a letter. No two plug-ins of one kind may share an id.
     */
    String id();

    /** Tells whether this plug-in can work in this JVM, and why not. */
    default Availability availability() {
        return Availability.usable("");
    }
}

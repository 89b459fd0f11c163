package io.fanfare.spi;

/** What one can subscribe to. Immutable; equal when of the same kind and name. */
public sealed interface Topic permits Destination, Pattern {
    /** Returns the name, which is never empty for a pattern and may be empty for a channel, as in Redis. */
    Name name();
}

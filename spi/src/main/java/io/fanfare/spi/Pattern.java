package io.fanfare.spi;

/**
 * A glob-style pattern of channel names: {@code PSUBSCRIBE}. {@code ?} matches one byte, {@code *} any number,
 * {@code [ab]} one of those listed, {@code [a-z]} one of a range, {@code [^a]} one not listed, and a backslash takes
 * the next byte literally. A message on a channel that matches several subscriptions arrives once for each of them.
 *
 * @param name the pattern
 */
public record Pattern(Name name) implements Topic {
    /** Returns the pattern with the UTF-8 bytes of {@code name}. */
    public static Pattern of(String name) {
        return new Pattern(Name.of(name));
    }

    /** Tells whether messages to the channel of a name match, as a Redis server decides it. */
    public boolean matches(Name channel) {
        return Glob.matches(name, channel);
    }

    @Override
    public String toString() {
        return name.toString();
    }
}

package io.fanfare.spi;

/**
 * A channel of classic Pub/Sub: {@code PUBLISH} and {@code SUBSCRIBE}.
 *
 * @param name the channel's name
 */
public record Channel(Name name) implements Destination {
    /** Returns the channel with the UTF-8 bytes of {@code name}. */
    public static Channel of(String name) {
        return new Channel(Name.of(name));
    }

    @Override
    public String toString() {
        return name.toString();
    }
}

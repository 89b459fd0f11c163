package io.fanfare;

import io.fanfare.spi.Payload;
import org.jspecify.annotations.Nullable;

/** The first byte of a payload of the codec {@code typed}, which says what the rest is. */
enum Tag {
    BYTES('b', "bytes"),
    JSON('d', "JSON"),
    STRING('s', "a string");

    private static final Tag[] ALL = values();

    private final byte value;
    private final String meaning;

    Tag(char value, String meaning) {
        this.value = (byte) value;
        this.meaning = meaning;
    }

    /** Returns the tag of a payload; null if that is empty or begins with no tag. */
    static @Nullable Tag of(Payload payload) {
        if (payload.length() > 0) {
            for (Tag tag : ALL) {
                if (tag.value == payload.array()[payload.offset()]) {
                    return tag;
                }
            }
        }
        return null;
    }

    /** Returns what comes after the first byte, which is not copied. */
    static Payload rest(Payload payload) {
        return new Payload(payload.array(), payload.offset() + 1, payload.length() - 1);
    }

    /** Returns a payload with this tag before it. */
    Payload before(Payload payload) {
        byte[] tagged = new byte[payload.length() + 1];
        tagged[0] = value;
        System.arraycopy(payload.array(), payload.offset(), tagged, 1, payload.length());
        return Payload.of(tagged);
    }

    @Override
    public String toString() {
        return (char) value + " (" + meaning + ")";
    }
}

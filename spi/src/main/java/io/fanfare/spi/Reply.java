package io.fanfare.spi;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a server answers to a command. Simple strings, bulk strings, verbatim strings, doubles and big numbers are
 * {@link OfBytes}; booleans are the numbers 0 and 1; sets are {@link OfList}. Under RESP2 a map arrives as a list of
 * alternating keys and values.
 */
public sealed interface Reply {
    /** An integer. */
    record OfNumber(long value) implements Reply {}

    /** A string of bytes, which belongs to the receiver. Equal when the bytes are. */
    @SuppressWarnings("ArrayRecordComponent") // equals and hashCode compare the bytes
    record OfBytes(byte[] value) implements Reply {
        /** Returns the bytes decoded as UTF-8. */
        public String text() {
            return new String(value, StandardCharsets.UTF_8);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof OfBytes that && Arrays.equals(value, that.value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return text();
        }
    }

    /** A list or set. */
    record OfList(List<Reply> values) implements Reply {}

    /** A map in the order of the wire. */
    record OfMap(Map<Reply, Reply> values) implements Reply {}

    /**
     * An error of the server.
     *
     * @param message its text without the leading {@code -}
     */
    record OfError(String message) implements Reply {
        /** Returns the first word, such as {@code NOPERM}. */
        public String prefix() {
            int space = message.indexOf(' ');
            return space < 0 ? message : message.substring(0, space);
        }
    }

    /** The absence of a value. */
    record OfNull() implements Reply {}
}

package io.fanfare.codec.jackson;

import io.fanfare.spi.Payload;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.ObjectWriter;

/** A wire format with one set of options, as tokens that Jackson binds. Thread-safe. */
public interface TokenFormat {
    /** Returns the payload of {@code null}. */
    Payload nothing();

    /**
     * Returns a parser of all of a payload, which fails with {@link Failures#fault} or an exception of Jackson.
     *
     * @param payload no longer than the limit
     */
    JsonParser parser(Payload payload);

    /**
     * Tells what makes a payload that could not be decoded malformed as a whole; null if nothing does, or if the parser
     * tells it best.
     */
    default @Nullable JacksonException fault(Payload payload) {
        return null;
    }

    /** Tells the same where it is known what was found. */
    default @Nullable JacksonException fault(Payload payload, Throwable found) {
        return fault(payload);
    }

    /** Writes a value into a new payload, or fails where it breaks a limit. */
    Payload write(ObjectWriter writer, Object value);
}

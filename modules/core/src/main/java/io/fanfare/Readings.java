package io.fanfare;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What several formats make of one payload. Immutable. */
final class Readings<T> {
    private final List<AutoCodec.Format<T>> formats;
    private final List<T> values;
    private final List<RuntimeException> failures;

    private Readings(List<AutoCodec.Format<T>> formats, List<T> values, List<RuntimeException> failures) {
        this.formats = formats;
        this.values = values;
        this.failures = failures;
    }

    static <T> Readings<T> of(List<AutoCodec.Format<T>> candidates, Payload payload) {
        List<AutoCodec.Format<T>> formats = new ArrayList<>();
        List<T> values = new ArrayList<>();
        List<RuntimeException> failures = new ArrayList<>();
        for (AutoCodec.Format<T> format : candidates) {
            try {
                values.add(format.codec().decode(payload));
                formats.add(format);
            } catch (RuntimeException e) {
                failures.add(e);
            }
        }
        return new Readings<>(formats, values, failures);
    }

    /** Returns the formats that made a value of it. */
    List<AutoCodec.Format<T>> formats() {
        return formats;
    }

    boolean any() {
        return !values.isEmpty();
    }

    /** Tells whether there is a value, and no other one. */
    boolean agree() {
        return any() && values.stream().allMatch(value -> Objects.deepEquals(value, first()));
    }

    /** Returns the value of the format that is named first, of those that made one. */
    T first() {
        return values.get(0);
    }

    /** Returns the failure of the format that is named first, with those of the others. */
    RuntimeException failure() {
        RuntimeException first = failures.get(0);
        failures.stream().filter(other -> other != first).forEach(first::addSuppressed);
        return first instanceof PubSubException
                ? first
                : new PubSubException(ErrorCode.DECODE_FAILED, String.valueOf(first.getMessage()), first);
    }
}

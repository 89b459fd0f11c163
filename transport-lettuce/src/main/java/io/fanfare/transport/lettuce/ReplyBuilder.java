package io.fanfare.transport.lettuce;

import io.fanfare.spi.Reply;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds a reply of any shape from its values, which come in the order of the wire. */
final class ReplyBuilder {
    private static final Reply NULL = new Reply.OfNull();

    private final Deque<Aggregate> open = new ArrayDeque<>();
    private @Nullable Reply reply;

    void bytes(@Nullable ByteBuffer bytes) {
        add(bytes == null ? NULL : new Reply.OfBytes(Reader.copy(bytes)));
    }

    void number(long number) {
        add(new Reply.OfNumber(number));
    }

    void number(double number) {
        add(new Reply.OfBytes(text(number).getBytes(StandardCharsets.US_ASCII)));
    }

    void error(ByteBuffer text) {
        add(new Reply.OfError(StandardCharsets.UTF_8.decode(text).toString()));
    }

    /** Opens a list of so many values, or a map of so many keys and values together; null if negative. */
    void open(int values, boolean map) {
        if (values < 0) {
            add(NULL);
        } else if (values == 0) {
            add(map ? new Reply.OfMap(Map.of()) : new Reply.OfList(List.of()));
        } else {
            open.push(new Aggregate(values, map));
        }
    }

    private void add(Reply value) {
        Reply complete = value;
        Aggregate aggregate;
        while ((aggregate = open.peek()) != null) {
            aggregate.values.add(complete);
            if (--aggregate.missing > 0) {
                return;
            }
            open.pop();
            complete = aggregate.close();
        }
        reply = complete;
    }

    /** Returns the complete reply and begins the next. */
    Reply take() {
        // Lettuce swallows the simple string QUEUED
        Reply complete = reply == null ? new Reply.OfBytes(RespWriter.ascii("QUEUED")) : reply;
        reply = null;
        return complete;
    }

    /** Writes a number as Redis does. */
    private static String text(double number) {
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        if (Double.isNaN(number)) {
            return "nan";
        }
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    /** A list or map whose values are not all there. */
    private static final class Aggregate {
        final List<Reply> values = new ArrayList<>();
        private final boolean map;
        int missing;

        Aggregate(int missing, boolean map) {
            this.missing = missing;
            this.map = map;
        }

        Reply close() {
            if (!map) {
                return new Reply.OfList(Collections.unmodifiableList(values));
            }
            Map<Reply, Reply> entries = new LinkedHashMap<>();
            for (int i = 0; i < values.size(); i += 2) {
                entries.put(values.get(i), values.get(i + 1));
            }
            return new Reply.OfMap(Collections.unmodifiableMap(entries));
        }
    }
}

package io.fanfare.transport.redisson;

import io.fanfare.spi.Reply;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds the reply that a frame holds. */
final class Replies {
    private static final Reply NULL = new Reply.OfNull();

    private final FrameReader frame;
    private int entry;

    Replies(FrameReader frame) {
        this.frame = frame;
    }

    Reply read() throws MalformedFrame {
        int at = entry++;
        if (frame.isNull(at)) {
            return NULL;
        }
        return switch (frame.type(at)) {
            case ':' -> new Reply.OfNumber(frame.number(at));
            case '#' -> new Reply.OfNumber(frame.text(at).equals("t") ? 1 : 0);
            case '-', '!' -> new Reply.OfError(frame.text(at));
            case '=' -> verbatim(frame.bytes(at));
            case '*', '~', '>' -> list(frame.elements(at));
            case '%' -> map(frame.elements(at) / 2);
            default -> new Reply.OfBytes(frame.bytes(at));
        };
    }

    /** Returns a verbatim string without its format, as in {@code txt:}. */
    private static Reply verbatim(byte[] bytes) {
        boolean hasFormat = bytes.length >= 4 && bytes[3] == ':';
        return new Reply.OfBytes(hasFormat ? Arrays.copyOfRange(bytes, 4, bytes.length) : bytes);
    }

    private Reply list(int elements) throws MalformedFrame {
        List<Reply> values = new ArrayList<>(elements);
        for (int i = 0; i < elements; i++) {
            values.add(read());
        }
        return new Reply.OfList(Collections.unmodifiableList(values));
    }

    private Reply map(int pairs) throws MalformedFrame {
        Map<Reply, Reply> values = new LinkedHashMap<>();
        for (int i = 0; i < pairs; i++) {
            Reply key = read();
            values.put(key, read());
        }
        return new Reply.OfMap(Collections.unmodifiableMap(values));
    }
}

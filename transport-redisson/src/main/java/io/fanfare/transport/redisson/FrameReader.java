package io.fanfare.transport.redisson;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Cuts a stream of RESP2 or RESP3 bytes into frames. A frame is read once, however many pieces it arrives in: what was
 * recognised stays recorded as entries, one per value in the order of the wire. Entry 0 is the frame itself; the
 * elements of an aggregate follow it. Attributes are read and dropped. Not thread-safe.
 */
final class FrameReader {
    static final int MAX_DEPTH = 32;
    static final int MAX_ENTRIES = 1 << 22;
    static final int MAX_FRAME = 1 << 30;
    static final int MAX_LINE = 1 << 16;

    private static final int INITIAL_BUFFER = 1 << 10;
    private static final int KEPT_BUFFER = 1 << 18;
    private static final int INITIAL_ENTRIES = 16;
    private static final int KEPT_ENTRIES = 1 << 10;
    /** Of an entry: its type, its offset in the frame or its number of elements, its length or -1 for null. */
    private static final int FIELDS = 3;

    private byte[] buffer = new byte[INITIAL_BUFFER];
    private int start;
    private int end;

    /** Relative to the start: the next header, or inside a bulk string the end of that. */
    private int position;

    private int searched;
    private boolean inBulk;
    private boolean complete;
    private int[] entries = new int[INITIAL_ENTRIES * FIELDS];
    private int size;
    private int depth;
    private final int[] remaining = new int[MAX_DEPTH];
    /** The number of entries before an attribute, or -1 where the aggregate is none. */
    private final int[] attribute = new int[MAX_DEPTH];

    /** Makes room for {@code length} bytes more, to be written from {@link #end()} on. To be called between frames. */
    byte[] reserve(int length) {
        int unread = end - start;
        if (unread == 0 && buffer.length > KEPT_BUFFER && length <= KEPT_BUFFER) {
            buffer = new byte[Math.max(length, INITIAL_BUFFER)];
            start = 0;
            end = 0;
        } else if (buffer.length - end < length) {
            byte[] target = buffer.length - unread < length
                    ? new byte[Math.addExact(unread, Math.max(unread, length))]
                    : buffer;
            System.arraycopy(buffer, start, target, 0, unread);
            buffer = target;
            start = 0;
            end = unread;
        }
        return buffer;
    }

    int end() {
        return end;
    }

    /** Takes over {@code length} bytes that were written after {@link #reserve}. */
    void written(int length) {
        end += length;
    }

    /** Forgets the frame before, and tells whether the next one is complete. */
    boolean next() throws MalformedFrame {
        if (complete) {
            discard();
        }
        while (true) {
            if (inBulk) {
                if (end - start < position) {
                    return false;
                }
                if (buffer[start + position - 2] != '\r' || buffer[start + position - 1] != '\n') {
                    throw new MalformedFrame("a bulk string is not ended by CR LF");
                }
                inBulk = false;
                if (closeElement()) {
                    complete = true;
                    return true;
                }
            }
            int lineEnd = lineEnd();
            if (lineEnd < 0) {
                return false;
            }
            if (header(start + position, lineEnd)) {
                complete = true;
                return true;
            }
        }
    }

    private void discard() {
        start += position;
        if (start == end) {
            start = 0;
            end = 0;
        }
        position = 0;
        size = 0;
        complete = false;
        if (entries.length > KEPT_ENTRIES * FIELDS) {
            entries = new int[INITIAL_ENTRIES * FIELDS];
        }
    }

    /** Returns the index of the CR that ends the line at the position; -1 if it has not arrived. */
    private int lineEnd() throws MalformedFrame {
        byte[] bytes = buffer;
        int from = start + position;
        for (int i = from + searched; i < end; i++) {
            if (bytes[i] == '\n') {
                searched = 0;
                if (i - 1 <= from || bytes[i - 1] != '\r') {
                    throw new MalformedFrame("a line is not ended by CR LF");
                }
                return i - 1;
            }
        }
        searched = Math.max(0, end - from);
        if (searched > MAX_LINE) {
            throw new MalformedFrame("a line is longer than " + MAX_LINE + " bytes");
        }
        return -1;
    }

    /** Records the value whose header is the given line, and tells whether the frame is complete. */
    private boolean header(int line, int lineEnd) throws MalformedFrame {
        byte type = buffer[line];
        int next = lineEnd + 2 - start;
        switch (type) {
            case '+', '-', ':', ',', '(', '#' -> {
                record(type, line + 1 - start, lineEnd - line - 1);
                position = next;
                return closeElement();
            }
            case '_' -> {
                record(type, next, -1);
                position = next;
                return closeElement();
            }
            case '$', '=', '!' -> {
                long length = count(line, lineEnd);
                record(type, next, (int) length);
                if (length < 0) {
                    position = next;
                    return closeElement();
                }
                if (next + length + 2 > MAX_FRAME) {
                    throw new MalformedFrame("a frame is longer than " + MAX_FRAME + " bytes");
                }
                position = next + (int) length + 2;
                inBulk = true;
                return false;
            }
            case '*', '~', '>', '%', '|' -> {
                long elements = count(line, lineEnd) * (type == '%' || type == '|' ? 2 : 1);
                if (size + elements > MAX_ENTRIES) {
                    throw new MalformedFrame("a frame has more than " + MAX_ENTRIES + " values");
                }
                position = next;
                return open(type, (int) elements);
            }
            default -> throw new MalformedFrame("there is no RESP type " + (type & 0xff));
        }
    }

    private boolean open(byte type, int elements) throws MalformedFrame {
        int before = size;
        if (type != '|') {
            record(type, elements, elements < 0 ? -1 : 0);
        }
        if (elements <= 0) {
            return type != '|' && closeElement();
        }
        if (depth == MAX_DEPTH) {
            throw new MalformedFrame("values are nested deeper than " + MAX_DEPTH);
        }
        remaining[depth] = elements;
        attribute[depth] = type == '|' ? before : -1;
        depth++;
        return false;
    }

    /** Ends one value and every aggregate that it completes, and tells whether the frame is complete. */
    private boolean closeElement() {
        while (depth > 0) {
            if (--remaining[depth - 1] > 0) {
                return false;
            }
            depth--;
            if (attribute[depth] >= 0) {
                size = attribute[depth];
                return false;
            }
        }
        return true;
    }

    private void record(byte type, int offset, int length) throws MalformedFrame {
        if (size == MAX_ENTRIES) {
            throw new MalformedFrame("a frame has more than " + MAX_ENTRIES + " values");
        }
        int at = size++ * FIELDS;
        if (at == entries.length) {
            entries = Arrays.copyOf(entries, at * 2);
        }
        entries[at] = type;
        entries[at + 1] = offset;
        entries[at + 2] = length;
    }

    private long count(int line, int lineEnd) throws MalformedFrame {
        if (lineEnd - line > 11) {
            throw new MalformedFrame("a length has more than 10 digits");
        }
        long value = 0;
        if (lineEnd - line == 3 && buffer[line + 1] == '-' && buffer[line + 2] == '1') {
            return -1;
        }
        for (int i = line + 1; i < lineEnd; i++) {
            int digit = buffer[i] - '0';
            if (digit < 0 || digit > 9) {
                throw new MalformedFrame("a length is not a number");
            }
            value = value * 10 + digit;
        }
        if (lineEnd == line + 1 || value > MAX_FRAME) {
            throw new MalformedFrame("a length is outside -1 to " + MAX_FRAME);
        }
        return value;
    }

    /** Returns how many entries the frame has. */
    int size() {
        return size;
    }

    /** Returns the type byte of an entry. */
    byte type(int entry) {
        return (byte) entries[entry * FIELDS];
    }

    /** Tells whether an entry is a null. */
    boolean isNull(int entry) {
        return entries[entry * FIELDS + 2] < 0;
    }

    /** Returns how many elements the aggregate at an entry has, keys and values counted apart. */
    int elements(int entry) {
        return entries[entry * FIELDS + 1];
    }

    /** Returns the bytes that {@link #offset} refers to. */
    byte[] buffer() {
        return buffer;
    }

    int offset(int entry) {
        return start + entries[entry * FIELDS + 1];
    }

    int length(int entry) {
        return entries[entry * FIELDS + 2];
    }

    /** Returns a copy of the bytes of an entry that is neither null nor an aggregate. */
    byte[] bytes(int entry) {
        int offset = offset(entry);
        return Arrays.copyOfRange(buffer, offset, offset + length(entry));
    }

    String text(int entry) {
        return new String(buffer, offset(entry), length(entry), StandardCharsets.UTF_8);
    }

    boolean contentEquals(int entry, byte[] expected) {
        int offset = offset(entry);
        return Arrays.equals(buffer, offset, offset + length(entry), expected, 0, expected.length);
    }

    /** Tells whether the frame is an error. */
    boolean isError() {
        return type(0) == '-' || type(0) == '!';
    }

    /** Returns the integer at an entry. */
    long number(int entry) throws MalformedFrame {
        try {
            return Long.parseLong(text(entry));
        } catch (NumberFormatException e) {
            throw new MalformedFrame("an integer is not a number");
        }
    }
}

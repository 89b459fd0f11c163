package io.fanfare.codec.msgpack;

import static io.fanfare.codec.msgpack.Heads.*;

import io.fanfare.codec.jackson.Utf8;
import io.fanfare.spi.Payload;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One walk over the headers of a payload, which tells whether it is exactly one MessagePack value: every length and
 * count lies within the payload, strings are UTF-8, keys of maps are scalars, nothing is nested too deeply and nothing
 * follows. Allocates nothing that grows with what a header announces.
 */
final class MsgpackWalk {
    static final int MAX_DEPTH = 500;

    private static final int FIRST_LEVELS = 16;

    private final byte[] array;
    private final int start;
    private final int end;
    private final int maxDepth;

    private int at;

    /** For each open array or map the values that it still lacks, a key being one; and whether it is a map. */
    private int[] lacking = new int[FIRST_LEVELS];

    private boolean[] isMap = new boolean[FIRST_LEVELS];
    private int depth;

    MsgpackWalk(Payload payload) {
        this(payload, MAX_DEPTH);
    }

    MsgpackWalk(Payload payload, int maxDepth) {
        this.maxDepth = maxDepth;
        this.array = payload.array();
        this.start = payload.offset();
        this.end = start + payload.length();
        this.at = start;
    }

    /** Tells whether the length of a payload is one that a value with its first byte can have. */
    static boolean mayBegin(Payload payload) {
        if (payload.length() == 0) {
            return false;
        }
        int head = payload.array()[payload.offset()] & 0xFF;
        int body = payload.length() - 1;
        if (head < FIX_MAP || head >= NEGATIVE_FIX_INT) {
            return body == 0;
        }
        if (head < FIX_ARRAY) {
            return body >= 2 * (head & 0x0F);
        }
        if (head < FIX_STR) {
            return body >= (head & 0x0F);
        }
        if (head < NIL) {
            return body == (head & 0x1F);
        }
        return switch (head) {
            case NIL, FALSE, TRUE -> body == 0;
            case NEVER_USED -> false;
            case FLOAT_32 -> body == 4;
            case FLOAT_64 -> body == 8;
            case UINT_8, UINT_16, UINT_32, UINT_64 -> body == 1 << (head - UINT_8);
            case INT_8, INT_16, INT_32, INT_64 -> body == 1 << (head - INT_8);
            case FIX_EXT_1, FIX_EXT_2, FIX_EXT_4, FIX_EXT_8, FIX_EXT_16 -> body == 1 + (1 << (head - FIX_EXT_1));
            default -> body > 0;
        };
    }

    /** Returns the offset of the value at which {@link #fault()} found a fault. */
    int offset() {
        return at - start;
    }

    /** Walks, once, and returns what is wrong with the payload; null if nothing is. */
    @Nullable
    String fault() {
        if (at == end) {
            return "it is empty";
        }
        do {
            String fault = value();
            if (fault != null) {
                return fault;
            }
            while (depth > 0 && lacking[depth - 1] == 0) {
                depth--;
            }
        } while (depth > 0);
        return at == end ? null : (end - at) + " bytes follow the value";
    }

    private @Nullable String value() {
        if (at == end) {
            return "it ends where a value is due";
        }
        boolean isKey = false;
        if (depth > 0) {
            isKey = isMap[depth - 1] && (lacking[depth - 1] & 1) == 0;
            lacking[depth - 1]--;
        }
        int head = array[at] & 0xFF;
        if (head < FIX_MAP || head >= NEGATIVE_FIX_INT) {
            at++;
            return null;
        }
        if (head < FIX_ARRAY) {
            return open(1, head & 0x0F, true, isKey);
        }
        if (head < FIX_STR) {
            return open(1, head & 0x0F, false, isKey);
        }
        if (head < NIL) {
            return text(1, head & 0x1F);
        }
        return switch (head) {
            case NIL -> isKey ? keyIs("nil") : skip(1, 0);
            case NEVER_USED -> "byte 0xc1 begins no value";
            case FALSE, TRUE -> skip(1, 0);
            case BIN_8, BIN_16, BIN_32 -> binary(1 << (head - BIN_8), isKey);
            case EXT_8, EXT_16, EXT_32 -> isKey ? keyIs("an extension") : extension(1 << (head - EXT_8));
            case FLOAT_32 -> skip(1, 4);
            case FLOAT_64 -> skip(1, 8);
            case UINT_8, UINT_16, UINT_32, UINT_64 -> skip(1, 1 << (head - UINT_8));
            case INT_8, INT_16, INT_32, INT_64 -> skip(1, 1 << (head - INT_8));
            case FIX_EXT_1, FIX_EXT_2, FIX_EXT_4, FIX_EXT_8, FIX_EXT_16 ->
                isKey ? keyIs("an extension") : skip(2, 1 << (head - FIX_EXT_1));
            case STR_8, STR_16, STR_32 -> text(1 << (head - STR_8));
            case ARRAY_16, ARRAY_32 -> open(2 << (head - ARRAY_16), false, isKey);
            default -> open(2 << (head - MAP_16), true, isKey);
        };
    }

    /** Reads the big-endian number of {@code width} bytes after the head; the largest number if they are cut off. */
    private long length(int width) {
        if (end - at <= width) {
            return Long.MAX_VALUE;
        }
        return BigEndian.unsigned(array, at + 1, width);
    }

    private @Nullable String skip(int header, long body) {
        if (end - at - header < body) {
            return announces(header, body, "bytes");
        }
        at += header + (int) body;
        return null;
    }

    private @Nullable String extension(int width) {
        return skip(2 + width, length(width));
    }

    private @Nullable String binary(int width, boolean isKey) {
        return isKey ? text(width) : skip(1 + width, length(width));
    }

    private @Nullable String text(int width) {
        return text(1 + width, length(width));
    }

    private @Nullable String open(int width, boolean map, boolean isKey) {
        return open(1 + width, length(width), map, isKey);
    }

    private @Nullable String text(int header, long body) {
        int from = at + header;
        if (end - from < body) {
            return announces(header, body, "bytes");
        }
        int malformed = Utf8.malformed(array, from, from + (int) body);
        if (malformed >= 0) {
            at = malformed;
            return "a string is not UTF-8";
        }
        at = from + (int) body;
        return null;
    }

    private @Nullable String open(int header, long count, boolean map, boolean isKey) {
        if (isKey) {
            return keyIs(map ? "a map" : "an array");
        }
        int left = end - at - header;
        if (left < 0 || count > (map ? left / 2 : left)) {
            return announces(header, count, map ? "entries" : "elements");
        }
        if (depth == maxDepth) {
            return tooDeep(maxDepth);
        }
        if (depth == lacking.length) {
            lacking = Arrays.copyOf(lacking, 2 * depth);
            isMap = Arrays.copyOf(isMap, 2 * depth);
        }
        lacking[depth] = (int) (map ? 2 * count : count);
        isMap[depth++] = map;
        at += header;
        return null;
    }

    private String announces(int header, long count, String unit) {
        return count == Long.MAX_VALUE
                ? "it ends inside the header of a value"
                : announces(count, unit, Math.max(0, end - at - header));
    }

    static String announces(long count, String unit, int left) {
        return "a header announces " + count + " " + unit + ", but " + left + " bytes are left";
    }

    static String tooDeep(int levels) {
        return "it is nested more than " + levels + " levels deep";
    }

    private static String keyIs(String kind) {
        return "a key of a map is " + kind;
    }
}

package io.fanfare;

import io.fanfare.spi.Name;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Computes hash slots as the Redis Cluster specification defines them: the CRC16 (XMODEM: polynomial 0x1021, initially
 * 0) of the name on the wire, or of its hash tag between the first <code>{</code> and the next <code>}</code> unless
 * that is empty, modulo 16384.
 */
final class HashSlot {
    static final int COUNT = 16_384;
    private static final int POLYNOMIAL = 0x1021;
    private static final int[] TABLE = table();

    private final Name prefix;

    /** Creates one for names that begin with a prefix on the wire. */
    HashSlot(@Nullable String prefix) {
        this.prefix = Name.of((prefix == null ? "" : prefix).getBytes(StandardCharsets.UTF_8));
    }

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < table.length; i++) {
            int crc = i << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ POLYNOMIAL;
            }
            table[i] = crc & 0xffff;
        }
        return table;
    }

    int of(Name name) {
        int length = prefix.length() + name.length();
        int open = indexOf('{', name, 0, length);
        if (open < length) {
            int close = indexOf('}', name, open + 1, length);
            if (close < length && close > open + 1) {
                return crc(name, open + 1, close) % COUNT;
            }
        }
        return crc(name, 0, length) % COUNT;
    }

    private int indexOf(char wanted, Name name, int from, int to) {
        int i = from;
        while (i < to && byteAt(name, i) != wanted) {
            i++;
        }
        return i;
    }

    private int crc(Name name, int from, int to) {
        int crc = 0;
        for (int i = from; i < to; i++) {
            crc = (crc << 8 ^ TABLE[(crc >>> 8 ^ byteAt(name, i)) & 0xff]) & 0xffff;
        }
        return crc;
    }

    private byte byteAt(Name name, int index) {
        int own = index - prefix.length();
        return own < 0 ? prefix.byteAt(index) : name.byteAt(own);
    }
}

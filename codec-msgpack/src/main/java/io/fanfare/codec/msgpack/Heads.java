package io.fanfare.codec.msgpack;

import org.jspecify.annotations.Nullable;

/** The first bytes of values. */
final class Heads {
    static final int FIX_MAP = 0x80;
    static final int FIX_ARRAY = 0x90;
    static final int FIX_STR = 0xA0;
    static final int NIL = 0xC0;
    static final int NEVER_USED = 0xC1;
    static final int FALSE = 0xC2;
    static final int TRUE = 0xC3;
    static final int BIN_8 = 0xC4;
    static final int BIN_16 = 0xC5;
    static final int BIN_32 = 0xC6;
    static final int EXT_8 = 0xC7;
    static final int EXT_16 = 0xC8;
    static final int EXT_32 = 0xC9;
    static final int FLOAT_32 = 0xCA;
    static final int FLOAT_64 = 0xCB;
    static final int UINT_8 = 0xCC;
    static final int UINT_16 = 0xCD;
    static final int UINT_32 = 0xCE;
    static final int UINT_64 = 0xCF;
    static final int INT_8 = 0xD0;
    static final int INT_16 = 0xD1;
    static final int INT_32 = 0xD2;
    static final int INT_64 = 0xD3;
    static final int FIX_EXT_1 = 0xD4;
    static final int FIX_EXT_2 = 0xD5;
    static final int FIX_EXT_4 = 0xD6;
    static final int FIX_EXT_8 = 0xD7;
    static final int FIX_EXT_16 = 0xD8;
    static final int STR_8 = 0xD9;
    static final int STR_16 = 0xDA;
    static final int STR_32 = 0xDB;
    static final int ARRAY_16 = 0xDC;
    static final int ARRAY_32 = 0xDD;
    static final int MAP_16 = 0xDE;
    static final int MAP_32 = 0xDF;
    static final int NEGATIVE_FIX_INT = 0xE0;

    private Heads() {}

    /** Returns what the value behind a head is, if that is no key of a map; null if it is one, or no value. */
    static @Nullable String noKey(int head) {
        if (head == NIL) {
            return "nil";
        }
        if ((head >= FIX_MAP && head < FIX_ARRAY) || head == MAP_16 || head == MAP_32) {
            return "a map";
        }
        if ((head >= FIX_ARRAY && head < FIX_STR) || head == ARRAY_16 || head == ARRAY_32) {
            return "an array";
        }
        boolean extension = (head >= EXT_8 && head <= EXT_32) || (head >= FIX_EXT_1 && head <= FIX_EXT_16);
        return extension ? "an extension" : null;
    }
}

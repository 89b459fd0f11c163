package io.fanfare.codec.msgpack;

/** Writes the headers of arrays and maps when their values are written. */
final class CountPacker {
    private static final int LARGEST_FIX = 15;

    private CountPacker() {}

    static int headerOf(int count) {
        return count <= LARGEST_FIX ? 1 : count < 1 << 16 ? 3 : 5;
    }

    /** Puts the header of a level that ends here in front of its values. */
    static void pack(PackBuffer out, WriteLevel level) {
        int count = level.count;
        int header = headerOf(count);
        int at = level.header;
        if (header != level.headerLength) {
            out.shift(at + level.headerLength, header - level.headerLength);
        }
        byte[] bytes = out.ensure(0);
        boolean map = level.inObject();
        if (header == 1) {
            bytes[at] = (byte) ((map ? Heads.FIX_MAP : Heads.FIX_ARRAY) | count);
        } else if (header == 3) {
            bytes[at] = (byte) (map ? Heads.MAP_16 : Heads.ARRAY_16);
            BigEndian.int16(bytes, at + 1, count);
        } else {
            bytes[at] = (byte) (map ? Heads.MAP_32 : Heads.ARRAY_32);
            BigEndian.int32(bytes, at + 1, count);
        }
    }
}

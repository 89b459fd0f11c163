package io.fanfare.codec.msgpack;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A value of an extension type of MessagePack. Declared in a type of the application it is read and written as it is;
 * where no type is declared, extensions that are no timestamps are read as this.
 *
 * @param type the type; -1 for timestamps, other negative numbers are reserved
 * @param data the content, which is not copied; equal when the bytes are
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode compare the bytes
public record MsgpackExtension(byte type, byte[] data) {
    @Override
    public boolean equals(Object other) {
        return other instanceof MsgpackExtension that && type == that.type && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(data) + type;
    }

    @Override
    public String toString() {
        return "extension " + type + " " + HexFormat.of().formatHex(data);
    }
}

package io.fanfare.integration.codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageTypeException;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.ValueType;

/** Whether bytes are exactly one MessagePack value. */
final class MsgpackOracle {
    private static final MessagePack.UnpackerConfig STRICT = new MessagePack.UnpackerConfig()
            .withActionOnMalformedString(CodingErrorAction.REPORT)
            .withActionOnUnmappableString(CodingErrorAction.REPORT);

    /** What the codec takes for no key. */
    private static final Set<ValueType> NO_KEYS =
            EnumSet.of(ValueType.NIL, ValueType.ARRAY, ValueType.MAP, ValueType.EXTENSION);

    private MsgpackOracle() {}

    /**
     * Tells it by msgpack-core. Texts must be UTF-8, and keys scalars, binary ones in UTF-8 too; an extension is
     * well-formed whatever its type makes of its bytes.
     */
    static boolean accepts(byte[] bytes) {
        try (MessageUnpacker unpacker = STRICT.newUnpacker(bytes)) {
            read(unpacker);
            return !unpacker.hasNext();
        } catch (MessagePackException | CharacterCodingException e) {
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void read(MessageUnpacker unpacker) throws IOException {
        switch (unpacker.getNextFormat().getValueType()) {
            case STRING -> {
                String unused = unpacker.unpackString();
            }
            case EXTENSION -> {
                byte[] unused = unpacker.readPayload(
                        unpacker.unpackExtensionTypeHeader().getLength());
            }
            case ARRAY -> {
                for (int left = unpacker.unpackArrayHeader(); left > 0; left--) {
                    read(unpacker);
                }
            }
            case MAP -> {
                for (int left = unpacker.unpackMapHeader(); left > 0; left--) {
                    readKey(unpacker);
                    read(unpacker);
                }
            }
            default -> unpacker.skipValue();
        }
    }

    private static void readKey(MessageUnpacker unpacker) throws IOException {
        ValueType type = unpacker.getNextFormat().getValueType();
        if (NO_KEYS.contains(type)) {
            throw new MessageTypeException("a key is no scalar");
        }
        if (type == ValueType.BINARY) {
            byte[] name = unpacker.readPayload(unpacker.unpackBinaryHeader());
            CharBuffer unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(name));
        } else {
            read(unpacker);
        }
    }

    /** Tells by the specification alone whether no value with this first byte has so many bytes, of one to three. */
    static boolean never(int first, int length) {
        int least = least(first);
        return first == 0xc1 || length < least || (length > least && isOfOneLength(first));
    }

    private static boolean isOfOneLength(int first) {
        return first <= 0x80
                || first == 0x90
                || (first >= 0xa0 && first <= 0xc3)
                || (first >= 0xca && first <= 0xd8)
                || first >= 0xe0;
    }

    private static int least(int first) {
        if (first < 0x80 || first >= 0xe0) {
            return 1;
        }
        if (first < 0xc0) {
            return 1 + (first < 0x90 ? 2 * (first & 0x0f) : first < 0xa0 ? first & 0x0f : first & 0x1f);
        }
        return switch (first) {
            case 0xc4, 0xcc, 0xd0, 0xd9 -> 2;
            case 0xc5, 0xc7, 0xcd, 0xd1, 0xd4, 0xda, 0xdc, 0xde -> 3;
            case 0xc6, 0xc8, 0xc9, 0xca, 0xcb, 0xce, 0xcf, 0xd2, 0xd3, 0xd5, 0xd6, 0xd7, 0xd8, 0xdb, 0xdd, 0xdf -> 4;
            default -> 1;
        };
    }
}

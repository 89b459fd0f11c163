package io.fanfare.integration.codec;

import java.io.IOException;
import java.nio.charset.CodingErrorAction;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessagePackException;
import org.msgpack.core.MessageUnpacker;

/** Whether bytes are exactly one MessagePack value. */
final class MessagePackOracle {
    private static final MessagePack.UnpackerConfig STRICT = new MessagePack.UnpackerConfig()
            .withActionOnMalformedString(CodingErrorAction.REPORT)
            .withActionOnUnmappableString(CodingErrorAction.REPORT);

    private MessagePackOracle() {}

    /** Tells it by msgpack-core. */
    static boolean accepts(byte[] bytes) {
        try (MessageUnpacker unpacker = STRICT.newUnpacker(bytes)) {
            unpacker.unpackValue().toString();
            return !unpacker.hasNext();
        } catch (MessagePackException e) {
            return false;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Tells by the specification alone which first bytes no value of two or three bytes has: those that are a whole
     * value by themselves, and the one that is never used.
     */
    static boolean neverLonger(int first) {
        return first < 0x80 || first >= 0xe0 || (first >= 0xc0 && first <= 0xc3);
    }
}

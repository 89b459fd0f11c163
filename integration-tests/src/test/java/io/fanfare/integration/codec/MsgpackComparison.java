package io.fanfare.integration.codec;

import io.fanfare.spi.Payload;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;

/**
 * What the reference implementation for the JVM says of the same payloads. It is more lenient where it skips values
 * without looking into them; each way in which it may differ is named and counted.
 */
final class MsgpackComparison {
    private static final byte ARRAY_32 = (byte) 0xDD;
    private static final byte MAP_32 = (byte) 0xDF;
    private static final String STRINGS = "does not look into strings";
    private static final String KEYS = "has any value as a key";

    /** The differences that {@link MsgpackOracle} does not have. */
    private static final Set<String> LOOKED_INTO = Set.of(STRINGS, KEYS);

    private final Acceptance codec = new Acceptance("msgpack");
    private final Map<String, Long> stricter = new TreeMap<>();
    private long agreed;

    /** Returns what is wrong with the codec's opinion; null if it agrees or may differ. */
    String compare(Payload payload, boolean recognised) {
        String refusal = refusal(payload);
        if (recognised == (refusal == null)) {
            agreed++;
            return null;
        }
        if (recognised) {
            return "the codec recognises what msgpack-core refuses: " + refusal;
        }
        String reason = reason(payload, codec.refusal(payload));
        if (reason == null) {
            return "msgpack-core reads what the codec does not recognise: " + codec.refusal(payload);
        }
        if (LOOKED_INTO.contains(reason) && MsgpackOracle.accepts(payload.toByteArray())) {
            return "msgpack-core reads all of what the codec does not recognise: " + codec.refusal(payload);
        }
        stricter.merge(reason, 1L, Long::sum);
        return null;
    }

    /** Returns why msgpack-core does not read exactly one value; null if it does. */
    private static String refusal(Payload payload) {
        try (MessageUnpacker unpacker =
                MessagePack.newDefaultUnpacker(payload.array(), payload.offset(), payload.length())) {
            if (!unpacker.hasNext()) {
                return "it is empty";
            }
            unpacker.skipValue();
            return unpacker.getTotalReadBytes() == payload.length() ? null : "bytes follow the value";
        } catch (IOException | RuntimeException e) {
            return e.toString();
        }
    }

    /** Returns which of the permitted differences a refusal is; null for none. */
    private static String reason(Payload payload, String refusal) {
        if (refusal == null) {
            return null;
        }
        if (refusal.contains("UTF-8")) {
            return STRINGS;
        }
        if (refusal.contains("a key of a map is")) {
            return KEYS;
        }
        if (refusal.contains("nested more than")) {
            return "has no limit of depth";
        }
        if (refusal.contains("announces") && announcesBillions(payload)) {
            return "overflows where counts add up to 2^31 or more";
        }
        return null;
    }

    /** Tells whether there may be a header of an array or map with a count of 32 bits. */
    private static boolean announcesBillions(Payload payload) {
        for (byte head : payload.toByteArray()) {
            if (head == ARRAY_32 || head == MAP_32) {
                return true;
            }
        }
        return false;
    }

    void add(MsgpackComparison other) {
        agreed += other.agreed;
        other.stricter.forEach((reason, count) -> stricter.merge(reason, count, Long::sum));
    }

    @Override
    public String toString() {
        return agreed == 0
                ? ""
                : String.format("; of %,d msgpack-core says the same, else it is more lenient: %s", agreed, stricter);
    }
}

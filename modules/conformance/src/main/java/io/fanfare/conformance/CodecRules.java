package io.fanfare.conformance;

import static io.fanfare.conformance.CheckedRule.must;

import io.fanfare.spi.Codec;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import java.util.Arrays;
import java.util.List;

/** What a wire format owes. */
final class CodecRules {
    private static final Event EXTREME = new Event(
            Long.MAX_VALUE,
            Long.MIN_VALUE,
            -1,
            "",
            "\u0000\t\n\r\"\\/",
            "ä€\uD83D\uDE80",
            Double.MIN_VALUE,
            -Double.MAX_VALUE,
            true,
            List.of());

    private CodecRules() {}

    static List<CheckedRule> rules() {
        return List.of(
                must("COD-01", "decoding MUST give a value equal to the one encoded", CodecRules::roundTrip),
                must("COD-02", "a payload with bytes left over MUST be refused as DECODE_FAILED", CodecRules::leftOver),
                must("COD-03", "a truncated payload MUST be refused as DECODE_FAILED", CodecRules::truncated),
                must("COD-04", "only the range of a payload's array MUST be decoded", CodecRules::range));
    }

    private static void roundTrip(Bench bench) {
        Codec<Event> codec = codec(bench);
        for (Event event : List.of(Event.of(0, 0, 0), Event.of(123_456_789, 7, System.nanoTime()), EXTREME)) {
            Event seen = codec.decode(codec.encode(event));
            Violation.unless(event.equals(seen), "expected " + event + ", saw " + seen);
        }
    }

    private static void leftOver(Bench bench) {
        byte[] whole = codec(bench).encode(Event.of(1, 2, 3)).toByteArray();
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);
        longer[whole.length] = (byte) 0xC1;
        refuses(bench, Payload.of(longer), "a payload with one byte left over");
    }

    private static void truncated(Bench bench) {
        byte[] whole = codec(bench).encode(Event.of(1, 2, 3)).toByteArray();
        for (int length = 0; length < whole.length; length++) {
            Payload part = new Payload(whole, 0, length);
            refuses(bench, part, "the first " + length + " of " + whole.length + " bytes");
        }
    }

    private static void range(Bench bench) {
        Codec<Event> codec = codec(bench);
        Event event = Event.of(4, 5, 6);
        byte[] whole = codec.encode(event).toByteArray();
        byte[] padded = new byte[whole.length + 10];
        Arrays.fill(padded, (byte) 0xC1);
        System.arraycopy(whole, 0, padded, 5, whole.length);
        Event seen = codec.decode(new Payload(padded, 5, whole.length));
        Violation.unless(event.equals(seen), "expected " + event + " from the middle of an array, saw " + seen);
    }

    private static void refuses(Bench bench, Payload payload, String what) {
        Event seen;
        try {
            seen = codec(bench).decode(payload);
        } catch (PubSubException e) {
            Violation.unless(
                    e.code() == ErrorCode.DECODE_FAILED,
                    "expected DECODE_FAILED for " + what + ", saw " + e.getMessage());
            return;
        }
        throw new Violation("expected DECODE_FAILED for " + what + ", saw it decoded to " + seen);
    }

    private static Codec<Event> codec(Bench bench) {
        return bench.target().codec().codec(TypeRef.of(Event.class));
    }
}

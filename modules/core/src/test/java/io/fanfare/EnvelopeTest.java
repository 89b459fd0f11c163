package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @Test
    void readsAndWritesEveryVector() throws IOException {
        int envelopes = 0;
        int others = 0;
        for (Map<String, String> vector : EnvelopeVectors.read()) {
            Payload payload = EnvelopeVectors.amid(EnvelopeVectors.bytes(vector.get("hex")));
            String name = vector.get("name");
            switch (vector.get("kind")) {
                case "plain" -> {
                    assertThat(Envelope.open(payload)).as(name).isSameAs(payload);
                    others++;
                }
                case "malformed" -> {
                    assertThat(Envelope.isIn(payload)).as(name).isTrue();
                    refuses(payload, name);
                    others++;
                }
                default -> {
                    assertReads(vector, payload);
                    if (!vector.containsKey("written")) {
                        assertThat(written(vector)).as(name).isEqualTo(payload);
                    }
                    envelopes++;
                }
            }
        }
        assertThat(envelopes).isGreaterThan(8);
        assertThat(others).isGreaterThan(20);
    }

    private static void assertReads(Map<String, String> vector, Payload payload) {
        String name = vector.get("name");
        assertThat(Envelope.isIn(payload)).as(name).isTrue();
        assertThat(Envelope.fault(payload)).as(name).isNull();
        HexFormat hex = HexFormat.of();
        assertThat(hex.toHexDigits(Envelope.publisherHigh(payload)) + hex.toHexDigits(Envelope.publisherLow(payload)))
                .as(name)
                .isEqualTo(vector.get("publisher"));
        assertThat(Envelope.epoch(payload)).as(name).isEqualTo(Long.parseLong(vector.get("epoch")));
        assertThat(Envelope.sequence(payload)).as(name).isEqualTo(Long.parseLong(vector.get("sequence")));
        assertThat(Envelope.sentMicros(payload)).as(name).isEqualTo(Long.parseLong(vector.get("sentMicros")));
        assertThat(Envelope.field(payload, Envelope.CONTENT_TYPE)).as(name).isEqualTo(vector.get("contentType"));
        assertThat(Envelope.field(payload, Envelope.TRACE_CONTEXT)).as(name).isEqualTo(vector.get("traceContext"));
        Payload content = Envelope.open(payload);
        assertThat(content.array()).as("not copied").isSameAs(payload.array());
        assertThat(hex.formatHex(content.toByteArray())).as(name).isEqualTo(vector.get("payload"));
    }

    private static Payload written(Map<String, String> vector) {
        String publisher = vector.get("publisher");
        return Envelope.of(
                Long.parseUnsignedLong(publisher.substring(0, 16), 16),
                Long.parseUnsignedLong(publisher.substring(16), 16),
                Long.parseLong(vector.get("epoch")),
                Long.parseLong(vector.get("sequence")),
                Long.parseLong(vector.get("sentMicros")),
                vector.get("contentType"),
                vector.get("traceContext"),
                0,
                EnvelopeVectors.amid(EnvelopeVectors.bytes(vector.get("payload"))));
    }

    private static void refuses(Payload payload, String name) {
        assertThatThrownBy(() -> Envelope.open(payload))
                .as(name)
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DECODE_FAILED));
    }

    @Test
    void everyTruncationWithinTheHeaderIsPlainAndEveryOtherIsRefused() throws IOException {
        for (Map<String, String> vector : EnvelopeVectors.read()) {
            if (!vector.get("kind").equals("envelope")) {
                continue;
            }
            Payload whole = EnvelopeVectors.amid(EnvelopeVectors.bytes(vector.get("hex")));
            for (int length = 0; length < whole.length(); length++) {
                Payload cut = new Payload(whole.array(), whole.offset(), length);
                if (length < Envelope.HEADER) {
                    assertThat(Envelope.open(cut)).isSameAs(cut);
                } else {
                    refuses(cut, vector.get("name") + " cut to " + length);
                }
            }
        }
    }

    @Test
    void everyChangedBitOfTheHeaderMakesThePayloadPlain() {
        byte[] bytes = envelope().toByteArray();
        for (int bit = 0; bit < Envelope.HEADER * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            Payload payload = Payload.of(changed);
            assertThat(Envelope.open(payload)).as("bit %d", bit).isSameAs(payload);
        }
    }

    @Test
    void mutationsAreOpenedRefusedOrPlainAndNothingElse() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int refused = 0;
        int opened = 0;
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = mutated(random, envelope().toByteArray());
            Payload payload = Payload.of(bytes);
            try {
                Payload content = Envelope.open(payload);
                boolean shorter = content.length() < payload.length();
                assertThat(shorter).as("seed %d", seed).isEqualTo(Envelope.isIn(payload));
                opened += shorter ? 1 : 0;
            } catch (PubSubException e) {
                assertThat(e.code()).as("seed %d", seed).isEqualTo(ErrorCode.DECODE_FAILED);
                refused++;
            }
        }
        assertThat(refused).as("seed %d", seed).isGreaterThan(1_000);
        assertThat(opened).as("seed %d", seed).isGreaterThan(1_000);
    }

    /** Changes some bytes and perhaps the length; in half of the cases the checksum is made right again. */
    private static byte[] mutated(Random random, byte[] bytes) {
        byte[] changed =
                random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length * 2)) : bytes.clone();
        for (int times = random.nextInt(4); times > 0 && changed.length > 4; times--) {
            changed[4 + random.nextInt(changed.length - 4)] = (byte) random.nextInt(256);
        }
        if (random.nextBoolean() && changed.length >= Envelope.HEADER) {
            CRC32 crc = new CRC32();
            crc.update(changed, 0, Envelope.HEADER - 4);
            ByteBuffer.wrap(changed).putInt(Envelope.HEADER - 4, (int) crc.getValue());
        }
        return changed;
    }

    @Test
    void randomPayloadsThatBeginWithTheMagicArePlain() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = new byte[Envelope.HEADER + random.nextInt(64)];
            random.nextBytes(bytes);
            ByteBuffer.wrap(bytes).putInt(0, Envelope.MAGIC).put(4, (byte) Envelope.VERSION);
            Payload payload = Payload.of(bytes);
            assertThat(Envelope.isIn(payload))
                    .as("seed %d, round %d", seed, round)
                    .isFalse();
        }
    }

    @Test
    void refusesToWriteWhatItWouldNotRead() {
        refusesToWrite(1, 0, 1, null);
        refusesToWrite(-1, 1, 1, null);
        refusesToWrite(1, Envelope.MAX_NUMBER + 1, 1, null);
        refusesToWrite(1, 1, -1, null);
        refusesToWrite(1, 1, 1, "");
        refusesToWrite(1, 1, 1, "a/\u00e9");
        refusesToWrite(1, 1, 1, "a\n");
        refusesToWrite(1, 1, 1, "a".repeat(256));
        refusesToWrite(1, 1, 1, "a".repeat(70_000));
    }

    private static void refusesToWrite(long epoch, long sequence, long sent, String contentType) {
        assertThatThrownBy(() -> Envelope.of(1, 2, epoch, sequence, sent, contentType, null, 0, Payload.EMPTY))
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ENCODE_FAILED));
    }

    private static Payload envelope() {
        return Envelope.of(1, 2, 3, 4, 5, "a/b", TRACE, 0, Payload.of("hello"));
    }

    @Test
    void theMarkIsReadByItsPublisherAlone() {
        Payload payload = Payload.of("hello");
        Payload marked = Envelope.of(1, 2, 3, 4, 5, "a/b", TRACE, Long.MAX_VALUE, payload);
        assertThat(Envelope.mark(marked, 1, 2)).isEqualTo(Long.MAX_VALUE);
        assertThat(Envelope.mark(Envelope.of(1, 2, 3, 4, 5, null, null, 7, payload), 1, 2))
                .isEqualTo(7);
        assertThat(Envelope.open(marked)).isEqualTo(payload);
        assertThat(Envelope.field(marked, Envelope.TRACE_CONTEXT)).isEqualTo(TRACE);
        assertThat(Envelope.mark(marked, 1, 3)).isZero();
        assertThat(Envelope.mark(marked, 2, 2)).isZero();
        assertThat(Envelope.mark(Envelope.of(1, 2, 3, 4, 5, "a/b", TRACE, 0, payload), 1, 2))
                .isZero();
        assertThat(Envelope.mark(payload, 1, 2)).isZero();
        byte[] damaged = marked.toByteArray();
        damaged[30]++;
        assertThat(Envelope.mark(Payload.of(damaged), 1, 2)).as("no checksum").isZero();
        byte[] shorter = Envelope.of(1, 2, 3, 4, 5, null, null, 7, payload).toByteArray();
        shorter[Envelope.HEADER + 1]--;
        assertThat(Envelope.mark(Payload.of(shorter), 1, 2)).as("malformed").isZero();
    }
}

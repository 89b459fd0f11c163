package io.fanfare.codec.msgpack;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.codec.samples.Samples;
import io.fanfare.spi.Codec;
import io.fanfare.spi.DecodeException;
import io.fanfare.spi.Payload;
import io.fanfare.spi.TypeRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.Value;

/** The parser, the walk and msgpack-core hold the same bytes for MessagePack, and for the same values. */
class MsgpackAgreementTest {
    private static final long SEED = 20_261_123;
    private static final int RANDOM_INPUTS = 100_000;

    private final MsgpackCodecProvider provider = new MsgpackCodecProvider();
    private final Codec<List<Object>> trees = provider.codec(new TypeRef<>() {});
    private final Codec<Samples.Order> orders = provider.codec(TypeRef.of(Samples.Order.class));

    @Test
    void walkAndParserAgreeOnAllShortInputs() {
        for (int first = 0; first < 256; first++) {
            agree(new byte[] {(byte) first});
            for (int second = 0; second < 256; second++) {
                agree(new byte[] {(byte) first, (byte) second});
            }
        }
        for (int first = 0x80; first < 0xE0; first++) {
            for (int second = 0; second < 256; second++) {
                for (int third : new int[] {0, 1, 2, 0x80, 0x81, 0x90, 0xA0, 0xA1, 0xBF, 0xC0, 0xC1, 0xC3, 0xFF}) {
                    agree(new byte[] {(byte) first, (byte) second, (byte) third});
                }
            }
        }
    }

    @Test
    void walkAndParserAgreeOnMutations(TestReporter reporter) {
        reporter.publishEntry("seed", Long.toString(SEED));
        Random random = new Random(SEED);
        List<byte[]> corpus = new ArrayList<>();
        for (Samples.Sample<?> sample : Samples.all()) {
            byte[] encoded = encoded(sample);
            if (encoded.length < 2_000) {
                corpus.add(encoded);
            }
        }
        int recognised = 0;
        for (int i = 0; i < RANDOM_INPUTS; i++) {
            byte[] whole = corpus.get(random.nextInt(corpus.size()));
            byte[] mutant =
                    Arrays.copyOf(whole, Math.max(1, whole.length - (random.nextInt(4) == 0 ? random.nextInt(8) : 0)));
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                int at = random.nextInt(mutant.length);
                mutant[at] =
                        (byte) (random.nextBoolean() ? random.nextInt(256) : mutant[at] ^ (1 << random.nextInt(8)));
            }
            recognised += agree(mutant) ? 1 : 0;
            typedIsNoMoreLenient(mutant);
        }
        assertThat(recognised).isBetween(RANDOM_INPUTS / 20, RANDOM_INPUTS * 19 / 20);
    }

    private <T> byte[] encoded(Samples.Sample<T> sample) {
        return provider.codec(sample.type()).encode(sample.value()).toByteArray();
    }

    /** Puts the input into an array of one element, so that nil is decoded too. */
    private boolean agree(byte[] input) {
        byte[] wide = new byte[input.length + 3];
        Arrays.fill(wide, (byte) 0xC1);
        wide[1] = (byte) 0x91;
        System.arraycopy(input, 0, wide, 2, input.length);
        Payload payload = new Payload(wide, 1, input.length + 1);
        boolean recognised = provider.recognises(payload);
        boolean decoded;
        try {
            assertThat(trees.decode(payload)).hasSize(1);
            decoded = true;
        } catch (DecodeException e) {
            decoded = false;
            assertThat(e.codec()).isEqualTo("msgpack");
            assertThat(e.offset()).isBetween(0L, (long) payload.length());
            assertThat(e.getCause()).isNotNull();
        }
        assertThat(decoded).as(() -> HexFormat.of().formatHex(input)).isEqualTo(recognised);
        if (provider.recognises(Payload.of(input))) {
            assertThat(provider.mayBegin(Payload.of(input)))
                    .as(() -> HexFormat.of().formatHex(input))
                    .isTrue();
        }
        return decoded;
    }

    private void typedIsNoMoreLenient(byte[] input) {
        Payload payload = Payload.of(input);
        try {
            assertThat(orders.decode(payload)).isNotNull();
            assertThat(provider.recognises(payload))
                    .as(() -> HexFormat.of().formatHex(input))
                    .isTrue();
        } catch (DecodeException e) {
            assertThat(e.getCause()).isNotNull();
        }
    }

    @Test
    void writesWhatMsgpackCoreWrites(TestReporter reporter) throws IOException {
        reporter.publishEntry("seed", Long.toString(SEED));
        Random random = new Random(SEED);
        Codec<Object> codec = provider.codec(TypeRef.of(Object.class));
        for (int i = 0; i < 5_000; i++) {
            Object value = random(random, 0);
            byte[] ours = codec.encode(value).toByteArray();
            MessageBufferPacker packer = MessagePack.newDefaultBufferPacker();
            pack(packer, value);
            assertThat(ours).as(value::toString).isEqualTo(packer.toByteArray());
            assertThat(codec.decode(Payload.of(ours))).isEqualTo(value);
            try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(ours)) {
                Value theirs = unpacker.unpackValue();
                assertThat(unpacker.hasNext()).isFalse();
                MessageBufferPacker again = MessagePack.newDefaultBufferPacker();
                again.packValue(theirs);
                assertThat(again.toByteArray()).isEqualTo(ours);
            }
        }
    }

    private static Object random(Random random, int depth) {
        return switch (random.nextInt(depth > 4 ? 5 : 7)) {
            case 0 -> random.nextInt() >> random.nextInt(32);
            case 1 -> text(random);
            case 2 -> random.nextDouble() * random.nextLong();
            case 3 -> random.nextBoolean();
            case 4 -> {
                long wide = random.nextLong();
                yield wide == (int) wide ? (Object) (int) wide : (Object) wide;
            }
            case 5 -> {
                List<Object> list = new ArrayList<>();
                for (int left = random.nextInt(20); left > 0; left--) {
                    list.add(random(random, depth + 1));
                }
                yield list;
            }
            default -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (int left = random.nextInt(20); left > 0; left--) {
                    map.put(text(random), random(random, depth + 1));
                }
                yield map;
            }
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(random.nextInt(10) == 0 ? 300 : 12); left > 0; left--) {
            text.append(
                    random.nextInt(8) == 0
                            ? List.of("é", "漢", "📚").get(random.nextInt(3))
                            : "abc".charAt(random.nextInt(3)) + "");
        }
        return text.toString();
    }

    private static void pack(MessageBufferPacker packer, Object value) throws IOException {
        if (value instanceof String text) {
            packer.packString(text);
        } else if (value instanceof Boolean flag) {
            packer.packBoolean(flag);
        } else if (value instanceof Double number) {
            packer.packDouble(number);
        } else if (value instanceof Number number) {
            packer.packLong(number.longValue());
        } else if (value instanceof List<?> list) {
            packer.packArrayHeader(list.size());
            for (Object each : list) {
                pack(packer, each);
            }
        } else {
            Map<?, ?> map = (Map<?, ?>) value;
            packer.packMapHeader(map.size());
            for (Map.Entry<?, ?> each : map.entrySet()) {
                pack(packer, each.getKey());
                pack(packer, each.getValue());
            }
        }
    }
}

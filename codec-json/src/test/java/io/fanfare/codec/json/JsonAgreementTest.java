package io.fanfare.codec.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.codec.samples.Samples;
import io.fanfare.spi.Codec;
import io.fanfare.spi.DecodeException;
import io.fanfare.spi.Payload;
import io.fanfare.spi.TypeRef;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The walk and Jackson hold the same bytes for JSON. */
class JsonAgreementTest {
    private static final long SEED = 20_261_123;
    private static final int RANDOM_INPUTS = 100_000;
    private static final String ODD = "{}[]\",:0123456789-.eE \\untrfls\u0000\t\n/'NI";

    private final JsonCodecProvider provider = new JsonCodecProvider();
    private final Codec<Object> trees = provider.codec(TypeRef.of(Object.class));
    private final Codec<Samples.Order> orders = provider.codec(TypeRef.of(Samples.Order.class));

    @Test
    void agreeOnAllShortInputs() {
        for (int first = 0; first < 256; first++) {
            agree(new byte[] {(byte) first});
            for (int second = 0; second < 256; second++) {
                agree(new byte[] {(byte) first, (byte) second});
                agree(new byte[] {'"', (byte) first, (byte) second, '"'});
            }
        }
        byte[] odd = ODD.getBytes(StandardCharsets.US_ASCII);
        for (byte first : odd) {
            for (byte second : odd) {
                for (byte third : odd) {
                    agree(new byte[] {first, second, third});
                    agree(new byte[] {'[', first, second, third, ']'});
                    agree(new byte[] {'"', '\\', first, second, third, '"'});
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1,]",
                "[,1]",
                "[1 2]",
                "{\"a\":1,}",
                "{,}",
                "{\"a\"}",
                "{\"a\",1}",
                "{1:2}",
                "[1}",
                "{\"a\":[1,{\"b\":null}],\"a\":{}} ",
                "\uFEFF[]",
                "\uFEFF",
                "[\uFEFF]",
                "\"\\ud800\"",
                "\"\\u12G4\"",
                "\"\\x\"",
                "\"\u007F\"",
                "-",
                "-0",
                "00",
                "-01",
                "1.",
                ".1",
                "1e",
                "1e+",
                "1E-7",
                "+1",
                "0x1",
                "1e5x",
                "[1]x",
                "\"a\" \"b\"",
                "nulls",
                "NaN",
                "-Infinity",
                "[true,false,null]",
                "[tru]",
                "\"unfinished",
                "\"unfinished\\",
                "[[[]",
                "\f1"
            })
    void agreeOn(String text) {
        agree(Payload.of(text).toByteArray());
    }

    @Test
    void agreeOnDepth() {
        for (int depth : new int[] {499, 500, 501}) {
            assertThat(agree(Payload.of("[".repeat(depth) + "]".repeat(depth)).toByteArray()))
                    .isEqualTo(depth <= 500);
            assertThat(agree(Payload.of("{\"a\":".repeat(depth) + "1" + "}".repeat(depth))
                            .toByteArray()))
                    .isEqualTo(depth <= 500);
        }
    }

    @Test
    void agreeOnMutations(TestReporter reporter) {
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
            byte[] mutant = Arrays.copyOf(whole, Math.max(1, whole.length - random.nextInt(2) * random.nextInt(4)));
            for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
                int at = random.nextInt(mutant.length);
                mutant[at] = (byte)
                        (random.nextInt(4) == 0 ? random.nextInt(256) : ODD.charAt(random.nextInt(ODD.length())));
            }
            recognised += agree(mutant) ? 1 : 0;
            typedIsNoMoreLenient(mutant);
        }
        assertThat(recognised).isBetween(RANDOM_INPUTS / 20, RANDOM_INPUTS * 19 / 20);
    }

    private <T> byte[] encoded(Samples.Sample<T> sample) {
        return provider.codec(sample.type()).encode(sample.value()).toByteArray();
    }

    private boolean agree(byte[] input) {
        byte[] wide = new byte[input.length + 4];
        Arrays.fill(wide, (byte) '1');
        System.arraycopy(input, 0, wide, 2, input.length);
        Payload payload = new Payload(wide, 2, input.length);
        boolean recognised = provider.recognises(payload);
        boolean decoded;
        try {
            assertThat(trees.decode(payload)).isNotNull();
            decoded = true;
        } catch (DecodeException e) {
            decoded = e.getMessage().endsWith("it is null") || e.getMessage().contains("beyond the range of");
            assertThat(e.codec()).isEqualTo("json");
            assertThat(e.getCause()).isNotNull();
        }
        assertThat(decoded)
                .as(() -> payload.toText() + " " + HexFormat.of().formatHex(input))
                .isEqualTo(recognised);
        if (recognised) {
            assertThat(provider.mayBegin(payload)).isTrue();
        }
        return decoded;
    }

    private void typedIsNoMoreLenient(byte[] input) {
        Payload payload = Payload.of(input);
        try {
            assertThat(orders.decode(payload)).isNotNull();
            assertThat(provider.recognises(payload)).as(payload::toText).isTrue();
        } catch (DecodeException e) {
            assertThat(e.getCause()).isNotNull();
        }
    }
}

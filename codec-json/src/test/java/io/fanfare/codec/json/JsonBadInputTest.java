package io.fanfare.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fanfare.codec.samples.Samples;
import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonBadInputTest {
    private static final long SEED = 20_261_123;
    private static final int MUTATIONS = 20_000;

    private final CodecProvider provider = new JsonCodecProvider();
    private final Codec<Samples.Order> orders = provider.codec(TypeRef.of(Samples.Order.class));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "nul",
                "{",
                "}",
                "[]",
                "5",
                "\"x\"",
                "{} {}",
                "{},",
                "{\"id\":1,}",
                "{\"id\":1.5}",
                "{\"id\":\"1\"}",
                "{\"id\":true}",
                "{\"id\":null}",
                "{\"id\":9223372036854775808}",
                "{\"id\":NaN}",
                "{\"id\":01}",
                "{\"id\":1,\"state\":\"LOST\"}",
                "{\"id\":1,\"state\":0}",
                "{\"id\":1,\"lines\":{}}",
                "{\"id\":1,\"lines\":[{\"article\":5}]}",
                "{\"id\":1,\"note\":false}",
                "{\"id\":1,\"at\":\"yesterday\"}",
                "{\"id\":1,\"at\":{}}",
                "{\"id\":1 /* one */}",
                "{'id':1}",
                "{\"id\":1}\u0000",
                "{\"note\":\"\n\"}"
            })
    void refuses(String text) {
        JsonCodecTest.refuses(orders, Payload.of(text));
    }

    @Test
    void refusesMalformedUtf8AndOtherUnicodeForms() {
        Codec<String> text = provider.codec(TypeRef.of(String.class));
        JsonCodecTest.refuses(text, Payload.of(new byte[] {'"', (byte) 0xC3, '"'}));
        JsonCodecTest.refuses(text, Payload.of(new byte[] {'"', (byte) 0xFF, '"'}));
        JsonCodecTest.refuses(text, Payload.of("\"x\"".getBytes(StandardCharsets.UTF_16)));
        JsonCodecTest.refuses(text, Payload.of("\"x\"".getBytes(StandardCharsets.UTF_16LE)));
        JsonCodecTest.refuses(text, Payload.of(new byte[] {0, 0, 0, '5'}));
    }

    @Test
    void tellsTypeSizeOffsetAndReason() {
        byte[] wide = "##{\"id\": 1, \"state\": LOST}##".getBytes(StandardCharsets.UTF_8);
        PubSubException failure =
                catchThrowableOfType(PubSubException.class, () -> orders.decode(new Payload(wide, 2, wide.length - 4)));
        assertThat(failure)
                .hasMessageContaining("codec json cannot decode 24 bytes at offset 19 as ")
                .hasMessageContaining("Samples$Order")
                .hasMessageContaining("LOST")
                .hasCauseInstanceOf(tools.jackson.core.JacksonException.class);
    }

    @Test
    void refusesEveryTruncation() {
        Payload whole = orders.encode(Samples.order());
        for (int length = 0; length < whole.length(); length++) {
            JsonCodecTest.refuses(orders, new Payload(whole.array(), 0, length));
        }
    }

    @Test
    void endsEveryMutationInAValueOrOneException(TestReporter reporter) {
        reporter.publishEntry("seed", Long.toString(SEED));
        Random random = new Random(SEED);
        byte[] whole = orders.encode(Samples.order()).toByteArray();
        Codec<Object> untyped = provider.codec(TypeRef.of(Object.class));
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutant = mutate(whole, random);
            Codec<?> codec = i % 2 == 0 ? orders : untyped;
            try {
                assertThat((Object) codec.decode(Payload.of(mutant))).isNotNull();
            } catch (PubSubException e) {
                assertThat(e.code()).as("mutation %d of seed %d", i, SEED).isEqualTo(ErrorCode.DECODE_FAILED);
                refused++;
            }
        }
        assertThat(refused).isBetween(MUTATIONS / 10, MUTATIONS - 1);
    }

    private static byte[] mutate(byte[] whole, Random random) {
        byte[] mutant = Arrays.copyOf(whole, whole.length - (random.nextInt(4) == 0 ? random.nextInt(8) : 0));
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(mutant.length);
            mutant[at] = random.nextBoolean()
                    ? (byte) random.nextInt(256)
                    : (byte) "{}[]\",:0123456789-.eE \\untrfls".charAt(random.nextInt(30));
        }
        return mutant;
    }

    @ParameterizedTest
    @CsvSource({
        "'',false",
        "' ',false",
        "'{',true",
        "' [',true",
        "'\"',true",
        "-,true",
        "0,true",
        "9,true",
        "t,true",
        "f,true",
        "n,true",
        "x,false",
        "'}',false",
        "N,false",
        "+,false"
    })
    void mayBeginByTheFirstByte(String text, boolean mayBegin) {
        assertThat(provider.mayBegin(Payload.of(text))).isEqualTo(mayBegin);
    }

    @Test
    void mayBeginWithNoByteBeyondAscii() {
        for (int first = 0x80; first < 0x100; first++) {
            assertThat(provider.mayBegin(Payload.of(new byte[] {(byte) first, '1'})))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\t", "\u0000"})
    void refusesControlCharactersInBase64AsInAllText(String control) {
        Codec<byte[]> binary = provider.codec(TypeRef.of(byte[].class));
        assertThat(binary.decode(Payload.of("\"AQID\""))).containsExactly(1, 2, 3);
        JsonCodecTest.refuses(binary, Payload.of("\"AQ" + control + "ID\""));
    }

    @Test
    void writesEveryNumberThatItReads() {
        String digits = "9".repeat(1000);
        for (String number : List.of(digits, "-" + digits)) {
            Codec<BigInteger> integers = provider.codec(TypeRef.of(BigInteger.class));
            assertThat(integers.encode(integers.decode(Payload.of(number)))).isEqualTo(Payload.of(number));
        }
        Codec<BigDecimal> decimals = provider.codec(TypeRef.of(BigDecimal.class));
        String decimal = "-0." + "9".repeat(999);
        assertThat(decimals.encode(decimals.decode(Payload.of(decimal)))).isEqualTo(Payload.of(decimal));
        JsonCodecTest.refuses(decimals, Payload.of(digits + "9"));
    }
}

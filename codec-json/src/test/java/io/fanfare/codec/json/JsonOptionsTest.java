package io.fanfare.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanfare.codec.samples.Samples;
import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecOptions.DuplicateKeys;
import io.fanfare.spi.CodecOptions.NonFinite;
import io.fanfare.spi.CodecOptions.UnknownFields;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.Option;
import io.fanfare.spi.Payload;
import io.fanfare.spi.TypeRef;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;

class JsonOptionsTest {
    private static final CodecOptions DEFAULTS = CodecOptions.defaults();

    private final CodecProvider provider = new JsonCodecProvider();
    private final CodecProvider ofApplication = JsonCodecs.using(JsonMapper.shared());

    private <T> void limits(Option<T> option, T limit, Object fits, Object tooMuch) {
        for (CodecProvider each : List.of(provider, ofApplication)) {
            Codec<Object> limited = each.codec(TypeRef.of(Object.class), DEFAULTS.with(option, limit));
            Codec<Object> other = each.codec(TypeRef.of(Object.class));
            assertThat(limited.decode(limited.encode(fits))).isNotNull();
            assertThatThrownBy(() -> limited.encode(tooMuch)).hasMessageContaining("codec json cannot encode");
            assertThatThrownBy(() -> limited.decode(other.encode(tooMuch)))
                    .hasMessageContaining("codec json cannot decode");
        }
    }

    @Test
    void limitsBothDirections() {
        limits(CodecOptions.MAX_PAYLOAD, 6, "abcd", "abcde");
        limits(CodecOptions.MAX_PAYLOAD, 20_000, "a".repeat(19_000), "a".repeat(20_000));
        limits(CodecOptions.MAX_DEPTH, 2, List.of(List.of()), List.of(List.of(List.of())));
        limits(CodecOptions.MAX_STRING, 3, "abc", "abcd");
        limits(CodecOptions.MAX_STRING, 4, new byte[3], new byte[4]);
        limits(CodecOptions.MAX_STRING, 3, Map.of("abc", 1), Map.of("abcd", 1));
        limits(CodecOptions.MAX_ELEMENTS, 3, List.of(1, 2, 3), List.of(1, 2, 3, 4));
        limits(CodecOptions.MAX_ELEMENTS, 1, Map.of("a", 1), Map.of("a", 1, "b", 2));
        limits(CodecOptions.MAX_ELEMENTS, 3, List.of(List.of(1, 2), List.of(3, 4)), List.of(List.of(1, 2, 3, 4)));
        BigInteger fits = BigInteger.TEN.pow(20).subtract(BigInteger.ONE);
        limits(CodecOptions.MAX_NUMBER, 20, fits, fits.add(BigInteger.ONE));
        limits(
                CodecOptions.MAX_NUMBER,
                20,
                new BigDecimal("0.123456789012345678"),
                new BigDecimal("0.12345678901234567891"));
        assertThatThrownBy(
                        () -> provider.codec(TypeRef.of(BigInteger.class)).encode(BigInteger.ONE.shiftLeft(10_000_000)))
                .hasMessageContaining("codec.max-number");
    }

    @Test
    void encodesMoreThanOneBuffer() {
        Codec<String> codec = provider.codec(TypeRef.of(String.class));
        for (int length : new int[] {7_990, 8_000, 8_010, 16_000, 100_000}) {
            String text = "é".repeat(length);
            Payload payload = codec.encode(text);
            assertThat(payload.length()).isEqualTo(2 * length + 2);
            assertThat(codec.decode(payload)).isEqualTo(text);
        }
    }

    @Test
    void refusesUnknownFieldsAndDuplicateKeys() {
        TypeRef<Samples.Box<Integer>> type = new TypeRef<>() {};
        Codec<Samples.Box<Integer>> strict = provider.codec(
                type,
                DEFAULTS.with(CodecOptions.UNKNOWN_FIELDS, UnknownFields.REFUSE)
                        .with(CodecOptions.DUPLICATE_KEYS, DuplicateKeys.REFUSE));
        Codec<Samples.Box<Integer>> lenient = provider.codec(type);
        Payload unknown = Payload.of("{\"content\":1,\"new\":[1]}");
        Payload twice = Payload.of("{\"content\":1,\"content\":2}");
        assertThat(lenient.decode(unknown)).isEqualTo(new Samples.Box<>(1, null));
        assertThat(lenient.decode(twice)).isEqualTo(new Samples.Box<>(2, null));
        assertThatThrownBy(() -> strict.decode(unknown)).hasMessageContaining("new");
        assertThatThrownBy(() -> strict.decode(twice)).hasMessageContaining("content");
    }

    @Test
    void takesBareNonFiniteNumbersOnlyWhereAccepted() {
        Codec<double[]> strict = provider.codec(TypeRef.of(double[].class));
        Codec<double[]> lenient = provider.codec(
                TypeRef.of(double[].class), DEFAULTS.with(CodecOptions.JSON_NON_FINITE, NonFinite.ACCEPT));
        double[] all = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1};
        assertThat(strict.encode(all).toText()).isEqualTo("[\"NaN\",\"Infinity\",\"-Infinity\",1.0]");
        assertThat(lenient.encode(all).toText()).isEqualTo("[NaN,Infinity,-Infinity,1.0]");
        for (Payload each : List.of(strict.encode(all), lenient.encode(all))) {
            assertThat(lenient.decode(each)).isEqualTo(all);
        }
        assertThat(strict.decode(strict.encode(all))).isEqualTo(all);
        JsonCodecTest.refuses(strict, lenient.encode(all));
        for (String word : List.of("INF", "+Infinity", "-INF", "nan", "-NaN", "Infinite")) {
            JsonCodecTest.refuses(lenient, Payload.of("[" + word + "]"));
        }
    }

    @Test
    void keepsWhatTheMapperOfTheApplicationTakes() {
        CodecProvider lenient = JsonCodecs.using(JsonMapper.builder(JsonFactory.builder()
                        .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
                        .build())
                .enable(tools.jackson.databind.SerializationFeature.INDENT_OUTPUT)
                .build());
        Codec<Map<String, Integer>> codec = lenient.codec(new TypeRef<>() {});
        assertThat(codec.decode(Payload.of("{/* one */\"a\":1}"))).isEqualTo(Map.of("a", 1));
        assertThat(codec.encode(Map.of("a", 1)).toText()).contains("\n");
    }

    @Test
    void leavesWhatIsDecodedWithoutTheArray() {
        byte[] array = Payload.of("{\"a\":\"b\"}").array();
        Codec<Map<String, String>> codec = provider.codec(new TypeRef<>() {});
        Map<String, String> decoded = codec.decode(Payload.of(array));
        Arrays.fill(array, (byte) 0);
        assertThat(decoded).isEqualTo(Map.of("a", "b"));
    }
}

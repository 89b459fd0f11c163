package io.fanfare.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fanfare.codec.samples.Samples;
import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecOptions.NonFinite;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.DecodeException;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.TypeRef;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TimeZone;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Whatever does not fit is refused, not changed. */
class JsonExactTest {
    private final CodecProvider provider = new JsonCodecProvider();
    private final CodecProvider ofApplication = JsonCodecs.using(JsonMapper.shared());

    private void refused(TypeRef<?> type, String... texts) {
        for (CodecProvider each : List.of(provider, ofApplication)) {
            for (String text : texts) {
                JsonCodecTest.refuses(each.codec(type), Payload.of(text));
            }
        }
    }

    @Test
    void refusesBytesBeyondTheirRange() {
        refused(TypeRef.of(Byte.class), "200", "128", "-129", "\"200\"");
        refused(TypeRef.of(byte.class), "200");
        refused(TypeRef.of(byte[].class), "[200]", "[1,128]");
        refused(new TypeRef<Map<Byte, Integer>>() {}, "{\"200\":1}");
        refused(TypeRef.of(Samples.Numbers.class), "{\"b\":200}");
        refused(TypeRef.of(Short.class), "40000");
        assertThat(provider.codec(TypeRef.of(byte[].class)).decode(Payload.of("[-128,127]")))
                .containsExactly(-128, 127);
        assertThat(provider.codec(new TypeRef<Map<Byte, Integer>>() {}).decode(Payload.of("{\"-128\":1}")))
                .isEqualTo(Map.of(Byte.MIN_VALUE, 1));
    }

    @Test
    void refusesFiniteNumbersThatWouldBeInfinite() {
        for (Class<?> type : List.of(Double.class, double.class, Object.class, JsonNode.class, OptionalDouble.class)) {
            refused(TypeRef.of(type), "1e400", "-1e400");
        }
        refused(TypeRef.of(Double.class), "1" + "0".repeat(400));
        refused(TypeRef.of(Float.class), "1e300", "1e400");
        refused(TypeRef.of(double[].class), "[1e400]");
        refused(TypeRef.of(float[].class), "[1e300]");
        refused(TypeRef.of(Samples.Line.class), "{\"price\":1e400}");
        refused(new TypeRef<Map<Double, Integer>>() {}, "{\"1e400\":1}");
        refused(TypeRef.of(Samples.Shape.class), "{\"radius\":1e400,\"kind\":\"circle\"}");
        Codec<Object> lenient = provider.codec(
                TypeRef.of(Object.class), CodecOptions.defaults().with(CodecOptions.JSON_NON_FINITE, NonFinite.ACCEPT));
        JsonCodecTest.refuses(lenient, Payload.of("1e400"));
        assertThat(lenient.decode(Payload.of("-Infinity"))).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(provider.codec(TypeRef.of(Float.class)).decode(Payload.of("\"Infinity\"")))
                .isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(provider.codec(TypeRef.of(BigDecimal.class)).decode(Payload.of("1e400")))
                .isEqualTo(new BigDecimal("1E+400"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e1000000", "-1e1000000", "1e30", "12345678901234567890.5", "99999999999999999999"})
    void refusesSecondsBeyondTheirRange(String number) {
        refused(TypeRef.of(Instant.class), number, '"' + number + '"');
        refused(TypeRef.of(OffsetDateTime.class), number, '"' + number + '"');
        refused(TypeRef.of(Duration.class), number);
    }

    @Test
    void takesSecondsWithAFraction() {
        assertThat(provider.codec(TypeRef.of(Instant.class)).decode(Payload.of("1.5")))
                .isEqualTo(Instant.ofEpochMilli(1500));
        assertThat(provider.codec(TypeRef.of(Duration.class)).decode(Payload.of("-1.5")))
                .isEqualTo(Duration.ofMillis(-1500));
    }

    @Test
    void makesNoNullOfText() {
        for (Class<?> type : List.of(
                UUID.class,
                Currency.class,
                URL.class,
                TimeZone.class,
                Charset.class,
                InetAddress.class,
                Path.class,
                BigDecimal.class,
                BigInteger.class,
                LocalDate.class,
                Integer.class,
                Samples.State.class)) {
            Codec<?> codec = provider.codec(TypeRef.of(type.arrayType()));
            JsonCodecTest.refuses(codec, Payload.of("[\"\"]"));
            JsonCodecTest.refuses(codec, Payload.of("[\"  \"]"));
        }
        Codec<Samples.State> state = provider.codec(TypeRef.of(Samples.State.class));
        JsonCodecTest.refuses(state, Payload.of("\" OPEN\""));
        JsonCodecTest.refuses(state, Payload.of("\"OPEN \""));
        assertThat(state.decode(Payload.of("\"OPEN\""))).isEqualTo(Samples.State.OPEN);
    }

    private record Streamed(String text) {}

    /** Writes from streams whose length it does not tell. */
    private static final class Streaming extends StdSerializer<Streamed> {
        Streaming() {
            super(Streamed.class);
        }

        @Override
        public void serialize(Streamed value, JsonGenerator generator, SerializationContext context) {
            generator.writeStartArray();
            generator.writeString(new StringReader(value.text()), -1);
            generator.writeBinary(
                    new ByteArrayInputStream(value.text().getBytes(java.nio.charset.StandardCharsets.UTF_8)), -1);
            generator.writeEndArray();
        }
    }

    @Test
    void limitsStreamsOfUnknownLength() {
        CodecProvider streaming = JsonCodecs.using(JsonMapper.builder()
                .addModule(new SimpleModule().addSerializer(new Streaming()))
                .build());
        Codec<Streamed> codec = streaming.codec(
                TypeRef.of(Streamed.class), CodecOptions.defaults().with(CodecOptions.MAX_STRING, 8));
        assertThat(codec.encode(new Streamed("abcdef")).toText()).isEqualTo("[\"abcdef\",\"YWJjZGVm\"]");
        assertThatThrownBy(() -> codec.encode(new Streamed("abcdefg"))).hasMessageContaining("codec.max-string");
        assertThatThrownBy(() -> codec.encode(new Streamed("abcdefghi"))).hasMessageContaining("codec.max-string");
    }

    @Test
    void writesNoNameThatItDoesNotRead() {
        Codec<Object> small =
                provider.codec(TypeRef.of(Object.class), CodecOptions.defaults().with(CodecOptions.MAX_STRING, 8));
        Map<String, Integer> fits = Map.of("ä".repeat(4), 1);
        assertThat(small.decode(small.encode(fits))).isEqualTo(fits);
        assertThatThrownBy(() -> small.encode(Map.of("ä".repeat(8), 1))).hasMessageContaining("codec.max-string");
        assertThatThrownBy(() -> provider.codec(
                                TypeRef.of(Samples.Numbers.class),
                                CodecOptions.defaults().with(CodecOptions.MAX_STRING, 2))
                        .encode(new Samples.Numbers(
                                (byte) 0, (short) 0, 0, 0, 0, 0, true, 'a', BigDecimal.ONE, BigInteger.ONE)))
                .hasMessageContaining("codec.max-string");
        Codec<Map<String, Integer>> names = provider.codec(new TypeRef<>() {});
        assertThatThrownBy(() -> names.encode(Map.of("a\uD83D", 1))).hasMessageContaining("surrogate");
        assertThat(names.decode(names.encode(Map.of("a📚", 1)))).isEqualTo(Map.of("a📚", 1));
    }

    @Test
    void writesNoNumberThatItDoesNotRead() {
        Codec<Map<BigInteger, Integer>> keys = provider.codec(new TypeRef<>() {});
        Map<BigInteger, Integer> longest = Map.of(BigInteger.TEN.pow(999), 1);
        assertThat(keys.decode(keys.encode(longest))).isEqualTo(longest);
        assertThatThrownBy(() -> keys.encode(Map.of(BigInteger.TEN.pow(1000), 1)))
                .hasMessageContaining("codec.max-number");
        Codec<BigDecimal> decimals = provider.codec(TypeRef.of(BigDecimal.class));
        BigDecimal greatest = new BigDecimal(BigInteger.ONE, -Integer.MAX_VALUE);
        assertThat(decimals.decode(decimals.encode(greatest))).isEqualTo(greatest);
        Payload beyondInt = Payload.of("1.55899955908331E+2147483648");
        assertThat(decimals.encode(decimals.decode(beyondInt))).isEqualTo(beyondInt);
        assertThatThrownBy(() -> decimals.encode(new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE)))
                .hasMessageContaining("exponent");
    }

    private DecodeException failure(TypeRef<?> type, String text) {
        return catchThrowableOfType(
                DecodeException.class, () -> provider.codec(type).decode(Payload.of(text)));
    }

    @Test
    void tellsTheOffset() {
        assertThat(failure(TypeRef.of(Object.class), " ")).hasMessageContaining("at offset 1");
        assertThat(failure(TypeRef.of(Object.class), "[".repeat(501))).hasMessageContaining("at offset 500");
        assertThat(failure(TypeRef.of(BigInteger.class), "9".repeat(1001))).hasMessageContaining("at offset 1001");
    }

    @Test
    void tellsThatItIsMalformedBeforeThatItIsOfAnotherType() {
        TypeRef<?> line = TypeRef.of(Samples.Line.class);
        assertThat(failure(line, "{\"count\":\"x\",,}"))
                .hasMessageContaining("at offset 13")
                .hasMessageContaining("a name is due");
        assertThat(failure(line, "{\"count\":\"x\"}")).hasMessageContaining("int");
    }

    @Test
    void keepsNoPayloadInAFailure() {
        JacksonException cause = (JacksonException)
                failure(TypeRef.of(Samples.Line.class), "{\"count\":\"x\"}").getCause();
        assertThat(cause.processor() instanceof LimitedParser parser && parser.holdsPayload())
                .isFalse();
    }

    public record Fails(int number) {
        public Fails {
            if (number == 1) {
                throw new Error("boom");
            }
            if (number == 2) {
                throw new OutOfMemoryError("boom");
            }
        }
    }

    @Test
    void wrapsErrorsButThoseOfTheVirtualMachine() {
        Codec<Fails> codec = provider.codec(TypeRef.of(Fails.class));
        JsonCodecTest.refuses(codec, Payload.of("{\"number\":1}"));
        assertThatThrownBy(() -> codec.decode(Payload.of("{\"number\":2}"))).isInstanceOf(OutOfMemoryError.class);
    }

    public record Unlinked(int number) {
        public int getLost() {
            return number;
        }
    }

    @Test
    void tellsThatAClassOfTheTypeIsAbsent() {
        CodecProvider broken = JsonCodecs.using(JsonMapper.builder()
                .addModule(new SimpleModule()
                        .setDeserializerModifier(new tools.jackson.databind.deser.ValueDeserializerModifier() {
                            private static final long serialVersionUID = 1L;

                            @Override
                            public tools.jackson.databind.ValueDeserializer<?> modifyDeserializer(
                                    tools.jackson.databind.DeserializationConfig config,
                                    tools.jackson.databind.BeanDescription.Supplier type,
                                    tools.jackson.databind.ValueDeserializer<?> found) {
                                throw new NoClassDefFoundError("shop/Lost");
                            }
                        }))
                .build());
        assertThatThrownBy(() -> broken.codec(TypeRef.of(Unlinked.class)))
                .satisfies(e -> JsonCodecTest.hasCode(e, ErrorCode.UNSUPPORTED))
                .hasMessageContaining("shop/Lost")
                .hasMessageNotContaining("Jackson 3 is missing");
    }

    @Test
    void keepsFewBytesOfUnknownNames() {
        JsonMapper mapper = JsonMapper.shared();
        JsonFormat format = new JsonFormat(mapper, CodecOptions.defaults());
        int mostNames = 0;
        for (int i = 0; i < 50; i++) {
            Payload payload = Payload.of("{\"" + i + "a".repeat(100_000) + "\":1}");
            try (var parser = format.parser(payload)) {
                assertThat(mapper.readTree(parser).size()).isEqualTo(1);
            }
            mostNames = Math.max(mostNames, format.factory().keptNames());
            assertThat(format.factory().keptBytes()).isLessThan((1 << 20) + 200_000);
        }
        assertThat(mostNames).isBetween(2, 12);
    }

    @Test
    void keepsNamesThatComeAgain() {
        JsonMapper mapper = JsonMapper.shared();
        JsonFormat format = new JsonFormat(mapper, CodecOptions.defaults());
        LimitedFactory first = format.factory();
        for (int i = 0; i < 20; i++) {
            try (var parser = format.parser(Payload.of("{\"a\":\"" + "x".repeat(100_000) + "\"}"))) {
                assertThat(mapper.readTree(parser).size()).isEqualTo(1);
            }
        }
        assertThat(format.factory()).isSameAs(first);
    }
}

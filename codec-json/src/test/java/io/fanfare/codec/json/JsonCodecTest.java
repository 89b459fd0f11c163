package io.fanfare.codec.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import io.fanfare.codec.samples.Samples;
import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

class JsonCodecTest {
    private final CodecProvider provider = new JsonCodecProvider();

    @ParameterizedTest
    @MethodSource("io.fanfare.codec.samples.Samples#all")
    <T> void decodesWhatItEncoded(Samples.Sample<T> sample) {
        Codec<T> codec = provider.codec(sample.type());
        Payload payload = codec.encode(sample.value());
        assertThat(codec.decode(payload)).isEqualTo(sample.value());
        assertThat(provider.recognises(payload)).isTrue();
    }

    @Test
    void decodesARangeOfAnArray() {
        Codec<Samples.Order> codec = provider.codec(TypeRef.of(Samples.Order.class));
        Payload payload = codec.encode(Samples.order());
        byte[] wide = new byte[payload.length() + 12];
        java.util.Arrays.fill(wide, (byte) '}');
        System.arraycopy(payload.array(), payload.offset(), wide, 5, payload.length());
        assertThat(codec.decode(new Payload(wide, 5, payload.length()))).isEqualTo(Samples.order());
    }

    @Test
    void writesPlainJson() {
        assertThat(provider.codec(TypeRef.of(Samples.Order.class))
                        .encode(Samples.order())
                        .toText())
                .contains("\"id\":9007199254740993", "\"state\":\"PAID\"", "\"at\":\"2026-11-23T07:00:00.123456789Z\"");
    }

    @Test
    void ignoresUnknownProperties() {
        Codec<Samples.Line> codec = provider.codec(TypeRef.of(Samples.Line.class));
        assertThat(codec.decode(
                        Payload.of("\uFEFF {\"count\":2,\"new\":{\"a\":[1,{}]},\"price\":1,\"article\":null} \n")))
                .isEqualTo(new Samples.Line(null, 2, 1));
    }

    @Test
    void keepsHalfASurrogatePairAsAnEscape() {
        Codec<String> codec = provider.codec(TypeRef.of(String.class));
        assertThat(codec.encode("a\uD83D").toText()).isEqualToIgnoringCase("\"a\\uD83D\"");
        assertThat(codec.decode(codec.encode("a\uD83D"))).isEqualTo("a\uD83D");
    }

    @Test
    @SuppressWarnings("NullAway")
    void refusesToEncodeNull() {
        Codec<String> codec = provider.codec(TypeRef.of(String.class));
        assertThatThrownBy(() -> codec.encode(null)).satisfies(e -> hasCode(e, ErrorCode.ENCODE_FAILED));
    }

    @Test
    void refusesToEncodeACycle() {
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        Codec<Object> codec = provider.codec(TypeRef.of(Object.class));
        PubSubException failure = catchThrowableOfType(PubSubException.class, () -> codec.encode(cycle));
        hasCode(failure, ErrorCode.ENCODE_FAILED);
        assertThat(failure).hasMessageContaining("json").hasMessageContaining("java.lang.Object");
    }

    @Test
    void refusesDeepNesting() {
        Codec<Object> codec = provider.codec(TypeRef.of(Object.class));
        assertThat(codec.decode(Payload.of("[".repeat(500) + "]".repeat(500)))).isInstanceOf(List.class);
        for (int depth : new int[] {501, 1_000_000}) {
            refuses(codec, Payload.of("[".repeat(depth) + "]".repeat(depth)));
            refuses(codec, Payload.of("{\"a\":".repeat(depth) + "1" + "}".repeat(depth)));
        }
    }

    /** Refers to itself, so that decoding recurses through its own deserializer. */
    public record Chain(Chain next) {}

    @Test
    void refusesDeepNestingThroughRecords() {
        refuses(provider.codec(TypeRef.of(Chain.class)), Payload.of("{\"next\":".repeat(100_000)));
    }

    @Test
    void refusesHugeNumbers() {
        refuses(provider.codec(TypeRef.of(java.math.BigInteger.class)), Payload.of("9".repeat(1_001)));
        refuses(provider.codec(TypeRef.of(Long.class)), Payload.of("1e1000000000"));
        refuses(provider.codec(TypeRef.of(java.math.BigInteger.class)), Payload.of("1e1000000000"));
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    public interface NamedByClass {}

    public record HoldsNamedByClass(List<NamedByClass> list) {}

    public record HoldsNamedProperty(
            @JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS)
            Object any) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    @JsonSubTypes({@JsonSubTypes.Type(value = Circle.class, name = "circle")})
    public sealed interface Shape permits Circle {}

    public record Circle(double radius) implements Shape {}

    @Test
    void refusesTypesThatNameClasses() {
        for (Class<?> type : List.of(NamedByClass.class, HoldsNamedByClass.class, HoldsNamedProperty.class)) {
            for (CodecProvider each : List.of(provider, JsonCodecs.using(JsonMapper.shared()))) {
                assertThatThrownBy(() -> each.codec(TypeRef.of(type)))
                        .satisfies(e -> hasCode(e, ErrorCode.UNSUPPORTED))
                        .hasMessageContaining("lets a payload name the class");
            }
        }
    }

    @Test
    void carriesRegisteredSubtypes() {
        Codec<List<Shape>> codec = provider.codec(new TypeRef<>() {});
        assertThat(codec.decode(codec.encode(List.of(new Circle(2))))).containsExactly(new Circle(2));
    }

    @Test
    void refusesToDecodeAnAbstractType() {
        refuses(provider.codec(TypeRef.of(Callable.class)), Payload.of("{}"));
    }

    @Test
    void takesTheMapperOfTheApplication() {
        CodecProvider own = JsonCodecs.using(JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.UPPER_SNAKE_CASE)
                .disable(tools.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build());
        assertThat(own.id()).isEqualTo("json");
        Codec<Samples.Bean> codec = own.codec(TypeRef.of(Samples.Bean.class));
        assertThat(codec.encode(Samples.bean("x", 1)).toText()).contains("\"NAME\":\"x\"");
        refuses(codec, Payload.of("{} {}"));
    }

    @Test
    void refusesAMapperWithDefaultTyping() {
        JsonMapper typed = JsonMapper.builder()
                .activateDefaultTyping(
                        BasicPolymorphicTypeValidator.builder()
                                .allowIfBaseType(Object.class)
                                .build(),
                        DefaultTyping.NON_FINAL)
                .build();
        assertThatThrownBy(() -> JsonCodecs.using(typed))
                .satisfies(e -> hasCode(e, ErrorCode.CONFIGURATION_INVALID))
                .hasMessageContaining("default typing");
    }

    @Test
    void servesManyThreads() throws Exception {
        Codec<Samples.Order> codec = provider.codec(TypeRef.of(Samples.Order.class));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Integer> work = () -> {
                int equal = 0;
                for (int i = 0; i < 500; i++) {
                    Samples.Order order =
                            new Samples.Order(i, null, Samples.order().lines(), java.util.Optional.empty(), null);
                    equal += codec.decode(codec.encode(order)).equals(order) ? 1 : 0;
                }
                return equal;
            };
            for (var result : threads.invokeAll(List.of(work, work, work, work))) {
                assertThat(result.get()).isEqualTo(500);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Encodes another value while it is encoded. */
    public record Nest(int depth) {
        @JsonValue
        String content() {
            return depth == 0
                    ? ""
                    : new JsonCodecProvider()
                            .codec(TypeRef.of(Nest.class))
                            .encode(new Nest(depth - 1))
                            .toText();
        }
    }

    @Test
    void encodesWithinAnEncoding() {
        assertThat(provider.codec(TypeRef.of(Nest[].class))
                        .encode(new Nest[] {new Nest(1), new Nest(0)})
                        .toText())
                .isEqualTo("[\"\\\"\\\"\",\"\"]");
    }

    @Test
    void doesNotFollowClassNamesInUntypedValues() {
        Codec<Object> codec = provider.codec(TypeRef.of(Object.class));
        assertThat(codec.decode(Payload.of("{\"@class\":\"java.util.HashSet\",\"x\":[\"java.util.Date\",1]}")))
                .isEqualTo(Map.of("@class", "java.util.HashSet", "x", List.of("java.util.Date", 1)));
    }

    static void refuses(Codec<?> codec, Payload payload) {
        PubSubException failure = catchThrowableOfType(PubSubException.class, () -> codec.decode(payload));
        hasCode(failure, ErrorCode.DECODE_FAILED);
        assertThat(failure).hasMessageContaining("codec json").hasMessageContaining(payload.length() + " bytes");
    }

    static void hasCode(Throwable failure, ErrorCode code) {
        assertThat(failure).isInstanceOf(PubSubException.class);
        assertThat(((PubSubException) failure).code()).isEqualTo(code);
    }
}

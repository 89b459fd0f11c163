package io.fanfare.codec.msgpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import io.fanfare.codec.json.JsonCodecProvider;
import io.fanfare.codec.samples.Samples;
import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

class MsgpackCodecTest {
    private final CodecProvider provider = new MsgpackCodecProvider();

    @ParameterizedTest
    @MethodSource("io.fanfare.codec.samples.Samples#all")
    <T> void decodesWhatItEncodedToTheValueThatJsonGives(Samples.Sample<T> sample) {
        Codec<T> codec = provider.codec(sample.type());
        Payload payload = codec.encode(sample.value());
        T decoded = codec.decode(payload);
        assertThat(decoded).isEqualTo(sample.value());
        Codec<T> json = new JsonCodecProvider().codec(sample.type());
        assertThat(json.decode(json.encode(sample.value()))).isEqualTo(decoded);
        assertThat(provider.recognises(payload)).isTrue();
    }

    @Test
    void decodesARangeOfAnArray() {
        Codec<Samples.Order> codec = provider.codec(TypeRef.of(Samples.Order.class));
        Payload payload = codec.encode(Samples.order());
        byte[] wide = new byte[payload.length() + 12];
        Arrays.fill(wide, (byte) 0xC1);
        System.arraycopy(payload.array(), payload.offset(), wide, 5, payload.length());
        assertThat(codec.decode(new Payload(wide, 5, payload.length()))).isEqualTo(Samples.order());
    }

    @Test
    void writesBinaryAndTimestampsNatively() {
        assertThat(hex(new Samples.Blob("n", new byte[] {1, 2}))).isEqualTo("82a46e616d65a16ea464617461c4020102");
        assertThat(hex(Instant.ofEpochSecond(1))).isEqualTo("d6ff00000001");
        assertThat(hex(Instant.ofEpochSecond(1, 1))).isEqualTo("d7ff0000000400000001");
        assertThat(hex(Instant.ofEpochSecond(-1))).isEqualTo("c70cff00000000ffffffffffffffff");
    }

    @SuppressWarnings("unchecked")
    private <T> String hex(T value) {
        Payload payload =
                provider.codec(TypeRef.of((Class<T>) value.getClass())).encode(value);
        return HexFormat.of().formatHex(payload.toByteArray());
    }

    @ParameterizedTest
    @CsvSource({
        "d6ff00000001, 1970-01-01T00:00:01Z",
        "d7ff0000000400000001, 1970-01-01T00:00:01.000000001Z",
        "c70cff00000000ffffffffffffffff, 1969-12-31T23:59:59Z",
        "b4313937302d30312d30315430303a30303a30315a, 1970-01-01T00:00:01Z",
        "01, 1970-01-01T00:00:01Z"
    })
    void readsInstantsInEveryForm(String hex, Instant instant) {
        assertThat(provider.codec(TypeRef.of(Instant.class)).decode(bytes(hex))).isEqualTo(instant);
    }

    @Test
    void readsATimestampAsAnyTypeThatItsTextFits() {
        assertThat(provider.codec(TypeRef.of(OffsetDateTime.class)).decode(bytes("d6ff00000001")))
                .isEqualTo(OffsetDateTime.parse("1970-01-01T00:00:01Z"));
        assertThat(provider.codec(TypeRef.of(Object.class)).decode(bytes("d6ff00000001")))
                .isEqualTo("1970-01-01T00:00:01Z");
    }

    @Test
    void readsNumbersOfOtherWidths() {
        assertThat(provider.codec(TypeRef.of(Integer.class)).decode(bytes("cf0000000000000005")))
                .isEqualTo(5);
        assertThat(provider.codec(TypeRef.of(Double.class)).decode(bytes("05"))).isEqualTo(5.0);
        assertThat(provider.codec(TypeRef.of(BigDecimal.class)).decode(bytes("cb3fb999999999999a")))
                .isEqualTo(new BigDecimal("0.1"));
        assertThat(provider.codec(TypeRef.of(BigInteger.class)).decode(bytes("cfffffffffffffffff")))
                .isEqualTo(new BigInteger("18446744073709551615"));
        assertThat(provider.codec(new TypeRef<Map<Integer, Integer>>() {}).decode(bytes("810102")))
                .isEqualTo(Map.of(1, 2));
    }

    @Test
    void refusesToEncodeWhatItCouldNotDecode() {
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        refusesToEncode(Object.class, cycle, "nested more than 500 levels");
        refusesToEncode(String.class, "a\uD83D", "half a surrogate pair at index 1");
        refusesToEncode(Object.class, Map.of("\uDE00", 1), "half a surrogate pair at index 0");
        refusesToEncode(String.class, null, "the value is null");
    }

    private <T> void refusesToEncode(Class<T> type, T value, String reason) {
        assertThatThrownBy(() -> provider.codec(TypeRef.of(type)).encode(value))
                .satisfies(e -> hasCode(e, ErrorCode.ENCODE_FAILED))
                .hasMessageContaining("codec msgpack")
                .hasMessageContaining(type.getName())
                .hasMessageContaining(reason);
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    public interface NamedByClass {}

    public record HoldsNamedByClass(List<NamedByClass> list) {}

    public record HoldsNamedProperty(
            @JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS)
            Object any) {}

    public record HoldsNamedContent(
            @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) List<Object> all) {}

    @Test
    void refusesTypesThatNameClasses() {
        for (Class<?> type : List.of(
                NamedByClass.class, HoldsNamedByClass.class, HoldsNamedProperty.class, HoldsNamedContent.class)) {
            for (CodecProvider each : List.of(provider, MsgpackCodecs.using(new ObjectMapper()))) {
                assertThatThrownBy(() -> each.codec(TypeRef.of(type)))
                        .satisfies(e -> hasCode(e, ErrorCode.UNSUPPORTED))
                        .hasMessageContaining("lets a payload name the class");
            }
        }
    }

    @Test
    void takesTheMapperOfTheApplication() {
        CodecProvider own = MsgpackCodecs.using(JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.UPPER_SNAKE_CASE)
                .build());
        Codec<Samples.Bean> codec = own.codec(TypeRef.of(Samples.Bean.class));
        Payload payload = codec.encode(Samples.bean("x", 1));
        assertThat(payload.toText()).contains("NAME");
        assertThat(codec.decode(payload)).isEqualTo(Samples.bean("x", 1));
    }

    @Test
    void refusesAMapperWithDefaultTyping() {
        ObjectMapper typed = JsonMapper.builder()
                .activateDefaultTyping(
                        BasicPolymorphicTypeValidator.builder()
                                .allowIfBaseType(Object.class)
                                .build(),
                        DefaultTyping.NON_FINAL)
                .build();
        assertThatThrownBy(() -> MsgpackCodecs.using(typed))
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
                            new Samples.Order(i, null, Samples.order().lines(), Optional.empty(), null);
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
        byte[] content() {
            return depth == 0
                    ? new byte[0]
                    : new MsgpackCodecProvider()
                            .codec(TypeRef.of(Nest.class))
                            .encode(new Nest(depth - 1))
                            .toByteArray();
        }
    }

    @Test
    void encodesWithinAnEncoding() {
        assertThat(HexFormat.of()
                        .formatHex(provider.codec(TypeRef.of(Nest[].class))
                                .encode(new Nest[] {new Nest(2), new Nest(0)})
                                .toByteArray()))
                .isEqualTo("92" + "c404" + "c402" + "c400" + "c400");
    }

    public record Checked(int number, @Nullable String text) {
        public Checked {
            if (number < 0) {
                throw new IllegalArgumentException("less than nothing");
            }
        }
    }

    @Test
    void tellsWhatAConstructorRefuses() {
        Codec<Checked> codec = provider.codec(TypeRef.of(Checked.class));
        assertThat(codec.decode(bytes("81a66e756d62657205"))).isEqualTo(new Checked(5, null));
        assertThat(codec.decode(bytes("80"))).isEqualTo(new Checked(0, null));
        assertThat(refuses(codec, bytes("81a66e756d626572ff"))).hasMessageContaining("less than nothing");
    }

    public record Formatted(
            @JsonFormat(shape = JsonFormat.Shape.STRING, pattern = "yyyy", timezone = "UTC")
            Instant at) {}

    @Test
    void writesInstantsNativelyUnlessAFormatIsDeclared() {
        CodecProvider own = MsgpackCodecs.using(JsonMapper.shared());
        assertThat(own.codec(TypeRef.of(Instant.class)).encode(Instant.ofEpochSecond(1)))
                .isEqualTo(bytes("d6ff00000001"));
        for (CodecProvider each : List.of(provider, own)) {
            assertThat(each.codec(TypeRef.of(Formatted.class))
                            .encode(new Formatted(Instant.EPOCH))
                            .toText())
                    .endsWith("1970");
        }
    }

    static Payload bytes(String hex) {
        return Payload.of(HexFormat.of().parseHex(hex));
    }

    static Payload repeat(String hex, int times, String tail) {
        byte[] each = HexFormat.of().parseHex(hex);
        byte[] last = HexFormat.of().parseHex(tail);
        ByteBuffer all = ByteBuffer.allocate(each.length * times + last.length);
        for (int i = 0; i < times; i++) {
            all.put(each);
        }
        return Payload.of(all.put(last).array());
    }

    static PubSubException refuses(Codec<?> codec, Payload payload) {
        PubSubException failure = catchThrowableOfType(PubSubException.class, () -> codec.decode(payload));
        hasCode(failure, ErrorCode.DECODE_FAILED);
        assertThat(failure).hasMessageContaining("codec msgpack").hasMessageContaining(payload.length() + " bytes");
        return failure;
    }

    static void hasCode(Throwable failure, ErrorCode code) {
        assertThat(failure).isInstanceOf(PubSubException.class);
        assertThat(((PubSubException) failure).code()).isEqualTo(code);
    }
}

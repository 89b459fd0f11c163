package io.fanfare.codec.msgpack;

import static io.fanfare.codec.msgpack.MsgpackCodecTest.bytes;
import static io.fanfare.codec.msgpack.MsgpackCodecTest.hasCode;
import static io.fanfare.codec.msgpack.MsgpackCodecTest.refuses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.fanfare.codec.json.JsonCodecProvider;
import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** What has no exact value of the declared type is refused, and the rest is what JSON yields. */
class MsgpackExactnessTest {
    private final CodecProvider provider = new MsgpackCodecProvider();

    public record Named(String name) {}

    @ParameterizedTest
    @ValueSource(strings = {"c403616263", "d40501", "d4ff01"})
    void refusesBinaryAndExtensionsForText(String hex) {
        for (CodecProvider each : List.of(provider, MsgpackCodecs.using(new ObjectMapper()))) {
            refuses(each.codec(TypeRef.of(String.class)), bytes(hex));
            refuses(each.codec(TypeRef.of(CharSequence.class)), bytes(hex));
            refuses(each.codec(TypeRef.of(StringBuilder.class)), bytes(hex));
            refuses(each.codec(TypeRef.of(char[].class)), bytes(hex));
            refuses(each.codec(TypeRef.of(Named.class)), bytes("81a46e616d65" + hex));
            refuses(each.codec(TypeRef.of(String[].class)), bytes("91" + hex));
            refuses(each.codec(new TypeRef<List<String>>() {}), bytes("91" + hex));
            refuses(each.codec(new TypeRef<Set<String>>() {}), bytes("91" + hex));
            refuses(each.codec(new TypeRef<Map<String, String>>() {}), bytes("81a161" + hex));
        }
    }

    @Test
    void readsBinaryAndExtensionsWhereTheyBelong() {
        assertThat(decode(new TypeRef<ByteBuffer>() {}, "c403616263"))
                .isEqualTo(ByteBuffer.wrap(new byte[] {97, 98, 99}));
        assertThat(decode(new TypeRef<UUID>() {}, "c41000000000000000010000000000000002"))
                .isEqualTo(new UUID(1, 2));
        assertThat(decode(new TypeRef<Object>() {}, "c403616263")).isEqualTo(new byte[] {97, 98, 99});
        assertThat(decode(new TypeRef<Object>() {}, "d40501"))
                .isEqualTo(new MsgpackExtension((byte) 5, new byte[] {1}));
        assertThat(decode(new TypeRef<String[]>() {}, "92a161c0")).containsExactly("a", null);
        assertThat(decode(new TypeRef<List<String>>() {}, "92a161c0")).containsExactly("a", null);
        assertThat(decode(new TypeRef<char[]>() {}, "a161")).containsExactly('a');
    }

    private <T> T decode(TypeRef<T> type, String hex) {
        return provider.codec(type).decode(bytes(hex));
    }

    @Test
    void refusesNumbersThatWouldChange() {
        refuses(provider.codec(TypeRef.of(Byte.class)), bytes("ccc8"));
        refuses(provider.codec(TypeRef.of(byte.class)), bytes("ccc8"));
        refuses(provider.codec(TypeRef.of(byte[].class)), bytes("91ccc8"));
        refuses(provider.codec(TypeRef.of(Float.class)), bytes("cb7e37e43c8800759c"));
        refuses(provider.codec(TypeRef.of(float[].class)), bytes("91cb7e37e43c8800759c"));
        assertThat(decode(TypeRef.of(Float.class), "cb7ff0000000000000")).isInfinite();
        assertThat(decode(TypeRef.of(Byte.class), "d080")).isEqualTo((byte) -128);
        for (Class<?> type : List.of(Instant.class, Duration.class)) {
            refuses(provider.codec(TypeRef.of(type)), bytes("cb7fefffffffffffff"));
            refuses(provider.codec(TypeRef.of(type)), bytes("cb7ff8000000000000"));
        }
        refuses(
                provider.codec(TypeRef.of(Instant.class)),
                provider.codec(TypeRef.of(String.class)).encode("18446744073709551617.5"));
        assertThat(decode(TypeRef.of(Duration.class), "cb3ff8000000000000")).isEqualTo(Duration.ofMillis(1500));
    }

    @Test
    void readsAFloatAsItsShortestDecimal() {
        assertThat(decode(new TypeRef<Map<String, Object>>() {}, "81a161ca3dcccccd"))
                .hasToString("{a=0.1}");
        assertThat(decode(TypeRef.of(JsonNode.class), "91ca3dcccccd")).hasToString("[0.1]");
        assertThat(decode(TypeRef.of(BigDecimal.class), "ca3dcccccd")).isEqualTo(new BigDecimal("0.1"));
        assertThat(decode(TypeRef.of(Duration.class), "ca3dcccccd")).isEqualTo(Duration.ofMillis(100));
        assertThat(decode(TypeRef.of(Number.class), "ca3dcccccd")).isEqualTo(0.1f);
        assertThat(decode(TypeRef.of(Double.class), "ca3dcccccd")).isEqualTo((double) 0.1f);
        assertThat(decode(new TypeRef<Map<Float, Integer>>() {}, "81ca3dcccccd01"))
                .containsKey(0.1f);
    }

    @Test
    void readsANumberAsJsonDoes() {
        Codec<List<Number>> codec = provider.codec(new TypeRef<>() {});
        Codec<List<Number>> json = new JsonCodecProvider().codec(new TypeRef<>() {});
        List<Number> numbers = List.of(
                new BigDecimal("1.5"),
                new BigDecimal("5"),
                new BigDecimal("-3000000000"),
                new BigDecimal("1E+3"),
                BigInteger.TWO.pow(70),
                BigInteger.TWO.pow(64).subtract(BigInteger.ONE));
        assertThat(codec.decode(codec.encode(numbers))).isEqualTo(json.decode(json.encode(numbers)));
        for (String hex : List.of("91a0", "91a178", "91a3312e78", "91a53145393939")) {
            refuses(codec, bytes(hex));
        }
    }

    @Test
    void refusesStreamsThatAreTooLongOrTooShort() {
        refusesStream(new byte[5000], -1, "a binary has 1001 bytes");
        refusesStream(new byte[5000], 5000, "codec.max-string allows 1000");
        refusesStream(new byte[10], 11, "a binary ends after 10 of 11 bytes");
        assertThat(streams(1000, -1)
                        .encode(new ByteArrayInputStream(new byte[1000]))
                        .length())
                .isEqualTo(1003);
    }

    private static void refusesStream(byte[] content, int length, String reason) {
        assertThatThrownBy(() -> streams(1000, length).encode(new ByteArrayInputStream(content)))
                .satisfies(e -> hasCode(e, ErrorCode.ENCODE_FAILED))
                .hasMessageContaining(reason);
    }

    private static Codec<InputStream> streams(int maxString, int length) {
        SimpleModule module = new SimpleModule();
        module.addSerializer(new StdSerializer<InputStream>(InputStream.class) {
            @Override
            public void serialize(InputStream value, JsonGenerator generator, SerializationContext context) {
                generator.writeBinary(value, length);
            }
        });
        return MsgpackCodecs.using(JsonMapper.builder().addModule(module).build())
                .codec(TypeRef.of(InputStream.class), maxString(maxString));
    }

    private static CodecOptions maxString(int length) {
        return CodecOptions.defaults().with(CodecOptions.MAX_STRING, length);
    }

    @Test
    void readsTimestampsWhateverLengthAStringMayHave() {
        Codec<Instant> codec = provider.codec(TypeRef.of(Instant.class), maxString(1));
        Instant early = Instant.ofEpochSecond(-1, 5);
        assertThat(codec.decode(codec.encode(early))).isEqualTo(early);
        refuses(provider.codec(TypeRef.of(Object.class), maxString(1)), bytes("d50501ff"));
    }

    @Test
    void readsATimestampAsTheExtensionThatItIs() {
        Codec<MsgpackExtension> codec = provider.codec(TypeRef.of(MsgpackExtension.class));
        MsgpackExtension timestamp = new MsgpackExtension((byte) -1, new byte[] {0, 0, 0, 1});
        assertThat(codec.decode(codec.encode(timestamp))).isEqualTo(timestamp);
        refuses(codec, bytes("a131"));
        refuses(codec, bytes("c40101"));
    }

    public record Event(
            @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.WRAPPER_ARRAY)
            @JsonSubTypes({
                @JsonSubTypes.Type(value = Instant.class, name = "at"),
                @JsonSubTypes.Type(value = MsgpackExtension.class, name = "extension")
            })
            Object content) {}

    @Test
    void writesInstantsAndExtensionsOfANamedType() {
        Codec<Event> codec = provider.codec(TypeRef.of(Event.class));
        for (Object content : List.of(Instant.ofEpochSecond(1), new MsgpackExtension((byte) 5, new byte[] {1}))) {
            assertThat(codec.decode(codec.encode(new Event(content)))).isEqualTo(new Event(content));
        }
    }

    @Test
    void letsGoOfAPayloadThatItRefused() throws ReflectiveOperationException {
        PubSubException failure = refuses(provider.codec(TypeRef.of(Integer.class)), bytes("a3616263"));
        List<Object> processors = new ArrayList<>();
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof tools.jackson.core.JacksonException cause) {
                processors.add(cause.processor());
            }
        }
        assertThat(processors).hasAtLeastOneElementOfType(MsgpackParser.class);
        Field array = MsgpackParser.class.getDeclaredField("array");
        array.setAccessible(true);
        for (Object each : processors) {
            assertThat((byte[]) array.get(each)).isEmpty();
        }
    }
}

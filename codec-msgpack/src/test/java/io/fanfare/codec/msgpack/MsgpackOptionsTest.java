package io.fanfare.codec.msgpack;

import static io.fanfare.codec.msgpack.MsgpackCodecTest.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanfare.codec.samples.Samples;
import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecOptions.DuplicateKeys;
import io.fanfare.spi.CodecOptions.UnknownFields;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.Option;
import io.fanfare.spi.TypeRef;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class MsgpackOptionsTest {
    private static final CodecOptions DEFAULTS = CodecOptions.defaults();

    private final CodecProvider provider = new MsgpackCodecProvider();
    private final CodecProvider ofApplication = MsgpackCodecs.using(JsonMapper.shared());

    private <T> void limits(Option<T> option, T limit, Object fits, Object tooMuch) {
        for (CodecProvider each : List.of(provider, ofApplication)) {
            Codec<Object> limited = each.codec(TypeRef.of(Object.class), DEFAULTS.with(option, limit));
            Codec<Object> other = each.codec(TypeRef.of(Object.class));
            assertThat(limited.decode(limited.encode(fits))).isNotNull();
            assertThatThrownBy(() -> limited.encode(tooMuch))
                    .hasMessageContaining("codec msgpack cannot encode")
                    .hasMessageContaining(option == CodecOptions.MAX_DEPTH ? "levels deep" : option.name());
            assertThatThrownBy(() -> limited.decode(other.encode(tooMuch)))
                    .hasMessageContaining("codec msgpack cannot decode")
                    .hasMessageContaining(option == CodecOptions.MAX_DEPTH ? "levels deep" : option.name());
        }
    }

    @Test
    void limitsBothDirections() {
        limits(CodecOptions.MAX_PAYLOAD, 5, "abcd", "abcde");
        limits(CodecOptions.MAX_DEPTH, 2, List.of(List.of()), List.of(List.of(List.of())));
        limits(CodecOptions.MAX_STRING, 3, "abc", "abcd");
        limits(CodecOptions.MAX_STRING, 4, "éé", "ééé");
        limits(CodecOptions.MAX_STRING, 3, new byte[3], new byte[4]);
        limits(CodecOptions.MAX_STRING, 3, Map.of("abc", 1), Map.of("abcd", 1));
        limits(CodecOptions.MAX_ELEMENTS, 3, List.of(1, 2, 3), List.of(1, 2, 3, 4));
        limits(CodecOptions.MAX_ELEMENTS, 1, Map.of("a", 1), Map.of("a", 1, "b", 2));
        limits(CodecOptions.MAX_PAYLOAD, 100_000, new byte[99_000], new byte[100_001]);
    }

    @Test
    void limitsNumbersInText() {
        CodecOptions options = DEFAULTS.with(CodecOptions.MAX_NUMBER, 20);
        Codec<BigInteger> integers = provider.codec(TypeRef.of(BigInteger.class), options);
        Codec<BigDecimal> decimals = provider.codec(TypeRef.of(BigDecimal.class), options);
        BigInteger fits = BigInteger.TEN.pow(20).subtract(BigInteger.ONE);
        assertThat(integers.decode(integers.encode(fits))).isEqualTo(fits);
        assertThatThrownBy(() -> integers.encode(fits.add(BigInteger.ONE))).hasMessageContaining("codec.max-number");
        assertThatThrownBy(() ->
                        integers.decode(provider.codec(TypeRef.of(String.class)).encode("1".repeat(21))))
                .hasMessageContaining("codec msgpack cannot decode");
        assertThat(decimals.decode(decimals.encode(new BigDecimal("1E+1000000000"))))
                .isEqualTo(new BigDecimal("1E+1000000000"));
        assertThatThrownBy(() -> decimals.encode(new BigDecimal("0.1234567890123456789")))
                .hasMessageContaining("codec.max-number");
        assertThatThrownBy(() -> provider.codec(TypeRef.of(BigInteger.class))
                        .decode(provider.codec(TypeRef.of(String.class)).encode("1E+1000000000")))
                .hasMessageContaining("codec msgpack cannot decode");
    }

    @Test
    void refusesUnknownFieldsAndDuplicateKeys() {
        TypeRef<Samples.Box<Integer>> type = new TypeRef<>() {};
        Codec<Samples.Box<Integer>> strict = provider.codec(
                type,
                DEFAULTS.with(CodecOptions.UNKNOWN_FIELDS, UnknownFields.REFUSE)
                        .with(CodecOptions.DUPLICATE_KEYS, DuplicateKeys.REFUSE));
        Codec<Samples.Box<Integer>> lenient = provider.codec(type);
        var unknown = bytes("82a7636f6e74656e7401a3" + "6e6577" + "9101");
        var twice = bytes("82a7636f6e74656e7401a7636f6e74656e7402");
        assertThat(lenient.decode(unknown)).isEqualTo(new Samples.Box<>(1, null));
        assertThat(lenient.decode(twice)).isEqualTo(new Samples.Box<>(2, null));
        assertThatThrownBy(() -> strict.decode(unknown)).hasMessageContaining("new");
        assertThatThrownBy(() -> strict.decode(twice)).hasMessageContaining("'content' twice");
        Codec<Object> tree = provider.codec(
                TypeRef.of(Object.class), DEFAULTS.with(CodecOptions.DUPLICATE_KEYS, DuplicateKeys.REFUSE));
        assertThat(tree.decode(bytes("9281a1610181a16101"))).isEqualTo(List.of(Map.of("a", 1), Map.of("a", 1)));
        assertThatThrownBy(() -> tree.decode(bytes("8201c0a131c0"))).hasMessageContaining("'1' twice");
    }

    @Test
    void readsEveryKeyThatIsNoContainer() {
        Codec<Map<String, Integer>> codec = provider.codec(new TypeRef<>() {});
        assertThat(codec.decode(
                        bytes("86" + "a16101" + "c4016202" + "0103" + "ff04" + "c305" + "cb3fe000000000000006")))
                .isEqualTo(Map.of("a", 1, "b", 2, "1", 3, "-1", 4, "true", 5, "0.5", 6));
    }

    @Test
    void carriesExtensions() {
        for (int length : new int[] {0, 1, 2, 3, 4, 8, 15, 16, 17, 255, 256, 65_535, 65_536}) {
            byte[] data = new byte[length];
            Arrays.fill(data, (byte) 7);
            MsgpackExtension extension = new MsgpackExtension((byte) 5, data);
            Codec<MsgpackExtension> codec = provider.codec(TypeRef.of(MsgpackExtension.class));
            assertThat(codec.decode(codec.encode(extension))).isEqualTo(extension);
            assertThat(provider.codec(TypeRef.of(Object.class)).decode(codec.encode(extension)))
                    .isEqualTo(extension);
            assertThat(provider.codec(new TypeRef<List<Object>>() {})
                            .decode(provider.codec(new TypeRef<List<MsgpackExtension>>() {})
                                    .encode(List.of(extension))))
                    .isEqualTo(List.of(extension));
        }
        assertThat(provider.codec(TypeRef.of(Object.class)).decode(bytes("d7ffffffffff00000001")))
                .isInstanceOf(MsgpackExtension.class);
    }

    @Test
    void takesLongNamesAndManyOfThem() {
        Codec<Map<String, Integer>> codec = provider.codec(new TypeRef<>() {});
        for (int length = 0; length < 80; length++) {
            String name = "é" + "n".repeat(length);
            assertThat(codec.decode(codec.encode(Map.of(name, 1, name + "x", 2))))
                    .isEqualTo(Map.of(name, 1, name + "x", 2));
        }
        for (int i = 0; i < 5_000; i++) {
            assertThat(codec.decode(codec.encode(Map.of("name-" + i, i)))).isEqualTo(Map.of("name-" + i, i));
        }
    }

    @Test
    void writesHeadersOfEveryLength() {
        Codec<Object> codec = provider.codec(TypeRef.of(Object.class));
        for (int count : new int[] {0, 1, 15, 16, 65_535, 65_536}) {
            List<Integer> list = Collections.nCopies(count, 1);
            assertThat(codec.decode(codec.encode(list))).isEqualTo(list);
            assertThat(codec.encode(new java.util.ArrayDeque<>(list))).isEqualTo(codec.encode(list));
            Map<String, Object> map = new java.util.LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                map.put("k" + i, i);
            }
            assertThat(codec.decode(codec.encode(List.of(map)))).isEqualTo(List.of(map));
        }
        for (int length : new int[] {0, 10, 11, 15, 16, 31, 32, 127, 128, 255, 256, 32_768, 65_535, 65_536}) {
            for (String each : List.of("a", "é", "漢", "📚")) {
                String text = each.repeat(length) + "z";
                assertThat(codec.decode(codec.encode(text))).isEqualTo(text);
            }
        }
    }

    @Test
    void leavesWhatIsDecodedWithoutTheArray() {
        byte[] array = bytes("81a16101").array();
        Codec<Map<String, Integer>> codec = provider.codec(new TypeRef<>() {});
        Map<String, Integer> decoded = codec.decode(io.fanfare.spi.Payload.of(array));
        Arrays.fill(array, (byte) 0);
        assertThat(decoded).isEqualTo(Map.of("a", 1));
    }
}

package io.fanfare.codec.msgpack;

import static io.fanfare.codec.msgpack.MsgpackCodecTest.bytes;
import static io.fanfare.codec.msgpack.MsgpackCodecTest.refuses;
import static io.fanfare.codec.msgpack.MsgpackCodecTest.repeat;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.codec.samples.Samples;
import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MsgpackBadInputTest {
    private static final long SEED = 20_261_123;
    private static final int MUTATIONS = 20_000;

    private final CodecProvider provider = new MsgpackCodecProvider();
    private final Codec<Samples.Order> orders = provider.codec(TypeRef.of(Samples.Order.class));
    private final Codec<Object> untyped = provider.codec(TypeRef.of(Object.class));

    /** Each is no MessagePack at all, for whatever type. */
    @ParameterizedTest
    @CsvSource({
        "'', it is empty",
        "c1, byte 0xc1 begins no value",
        "0101, 1 bytes follow the value",
        "c0c0, 1 bytes follow the value",
        "dbffffffff, announces 4294967295 bytes",
        "db7fffffff, announces 2147483647 bytes",
        "c67fffffff, announces 2147483647 bytes",
        "c97fffffff01, announces 2147483647 bytes",
        "dd7fffffff, announces 2147483647 elements",
        "ddffffffff, announces 4294967295 elements",
        "df7fffffff, announces 2147483647 entries",
        "dfffffffff0101, announces 4294967295 entries",
        "9301, announces 3 elements",
        "829300, announces 2 entries",
        "929101, it ends where a value is due",
        "ce0000, announces 4 bytes",
        "dc00, it ends inside the header",
        "d9, it ends inside the header",
        "81c001, a key of a map is nil",
        "819001, a key of a map is an array",
        "818001, a key of a map is a map",
        "81d4000001, a key of a map is an extension",
        "a1ff, a string is not UTF-8",
        "a2c328, a string is not UTF-8",
        "a3eda080, a string is not UTF-8",
        "a2c080, a string is not UTF-8",
        "a4f4908080, a string is not UTF-8"
    })
    void refusesWhatIsNotMessagePack(String hex, String reason) {
        Payload payload = bytes(hex);
        assertThat(provider.recognises(payload)).isFalse();
        assertThat(refuses(untyped, payload)).hasMessageContaining(reason);
        refuses(orders, payload);
    }

    /** Each is MessagePack, but no order: not a map, or id is nil, text, true, a fraction or too large. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "c0",
                "90",
                "05",
                "a178",
                "c40101",
                "81a26964c0",
                "81a26964a131",
                "81a26964c3",
                "81a26964cb3ff8000000000000",
                "81a26964cfffffffffffffffff",
                "81a26964c40101",
                "81a26964d6ff00000001",
                "82a2696401a57374617465a44c4f5354",
                "82a2696401a5737461746500",
                "82a2696401a56c696e657380",
                "82a2696401a56c696e65739181a761727469636c6505",
                "82a2696401a26174c40101",
                "82a2696401a26174d60100000001",
                "82a2696401a26174d5ff0001",
                "82a2696401a26174d7ffffffffff00000001",
                "82a2696401a26174c70cff000000007fffffffffffffff"
            })
    void refusesAnotherType(String hex) {
        assertThat(provider.recognises(bytes(hex))).isTrue();
        refuses(orders, bytes(hex));
    }

    @Test
    void refusesNumbersThatDoNotFitAndTextForBinary() {
        refuses(provider.codec(TypeRef.of(Integer.class)), bytes("d30000010000000005"));
        refuses(provider.codec(TypeRef.of(Integer.class)), bytes("ceffffffff"));
        refuses(provider.codec(TypeRef.of(Short.class)), bytes("ce00010001"));
        refuses(provider.codec(TypeRef.of(Byte.class)), bytes("cd0101"));
        refuses(provider.codec(TypeRef.of(int[].class)), bytes("91ceffffffff"));
        refuses(provider.codec(TypeRef.of(byte[].class)), bytes("a178"));
        refuses(provider.codec(new TypeRef<List<Instant>>() {}), bytes("91c40101"));
        refuses(provider.codec(new TypeRef<List<Instant>>() {}), bytes("91d40101"));
    }

    @Test
    void tellsTypeSizeOffsetAndReason() {
        assertThat(refuses(orders, bytes("c3c3")))
                .hasMessageContaining("codec msgpack cannot decode 2 bytes at offset 1 as")
                .hasMessageContaining("Samples$Order");
        assertThat(refuses(orders, bytes("82a2696401a57374617465a44c4f5354")))
                .hasMessageContaining("16 bytes at offset 11 as")
                .hasMessageContaining("LOST")
                .hasCauseInstanceOf(tools.jackson.core.JacksonException.class);
    }

    /** Refers to itself, so that decoding recurses through its own deserializer. */
    public record Chain(Chain next) {}

    @Test
    void refusesDeepNesting() {
        assertThat(untyped.decode(repeat("91", 499, "90"))).isInstanceOf(List.class);
        for (int depth : new int[] {500, 1_000_000}) {
            assertThat(refuses(untyped, repeat("91", depth, "90"))).hasMessageContaining("nested more than 500");
            refuses(untyped, repeat("81a161", depth, "80"));
        }
        refuses(provider.codec(TypeRef.of(Chain.class)), repeat("81a46e657874", 100_000, "c0"));
    }

    @Test
    void refusesEveryTruncation() {
        Payload whole = orders.encode(Samples.order());
        for (int length = 0; length < whole.length(); length++) {
            Payload cut = new Payload(whole.array(), whole.offset(), length);
            assertThat(provider.recognises(cut)).isFalse();
            refuses(orders, cut);
        }
    }

    @Test
    void endsEveryMutationInAValueOrOneException(TestReporter reporter) {
        reporter.publishEntry("seed", Long.toString(SEED));
        Random random = new Random(SEED);
        byte[] whole = orders.encode(Samples.order()).toByteArray();
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutant = mutate(whole, random);
            try {
                assertThat((Object) (i % 2 == 0 ? orders : untyped).decode(Payload.of(mutant)))
                        .isNotNull();
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
            mutant[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : mutant[at] ^ (1 << random.nextInt(8)));
        }
        return mutant;
    }

    @Test
    void recognisesEveryOneByteValueAndNoOther() {
        for (int first = 0; first < 256; first++) {
            boolean whole = first <= 0x80
                    || first == 0x90
                    || first == 0xA0
                    || first == 0xC0
                    || first == 0xC2
                    || first == 0xC3
                    || first >= 0xE0;
            assertThat(provider.recognises(Payload.of(new byte[] {(byte) first})))
                    .as("byte 0x%02x", first)
                    .isEqualTo(whole);
        }
    }
}

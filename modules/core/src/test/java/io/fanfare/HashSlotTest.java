package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Name;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values are those of the Redis Cluster specification, and of CLUSTER KEYSLOT. */
class HashSlotTest {
    private static final HashSlot PLAIN = new HashSlot(null);

    private static int slot(String name) {
        return PLAIN.of(Name.of(name));
    }

    @Test
    void isTheChecksumOfTheSpecification() {
        assertThat(slot("123456789")).isEqualTo(0x31C3).isEqualTo(12_739);
    }

    @ParameterizedTest
    @CsvSource({"foo,12182", "bar,5061", "hello,866", "somekey,11058", "foo{hash_tag},2515"})
    void isWhatServersSay(String name, int slot) {
        assertThat(slot(name)).isEqualTo(slot);
    }

    @Test
    void ofNothingIsTheFirst() {
        assertThat(slot("")).isZero();
    }

    @Test
    void takesEveryByte() {
        byte[] bytes = {(byte) 0xff, 0, (byte) 0x80, 'x'};
        assertThat(PLAIN.of(Name.of(bytes))).isEqualTo(crcBitByBit(bytes) % HashSlot.COUNT);
        byte[] umlaut = "größe.名".getBytes(StandardCharsets.UTF_8);
        assertThat(PLAIN.of(Name.of(umlaut))).isEqualTo(crcBitByBit(umlaut) % HashSlot.COUNT);
    }

    /** XMODEM as it is defined, without a table. */
    private static int crcBitByBit(byte[] bytes) {
        int crc = 0;
        for (byte b : bytes) {
            for (int bit = 7; bit >= 0; bit--) {
                boolean carry = (crc & 0x8000) != 0;
                crc = ((crc << 1) | (b >> bit & 1)) & 0xffff;
                crc ^= carry ? 0x1021 : 0;
            }
        }
        for (int bit = 0; bit < 16; bit++) {
            boolean carry = (crc & 0x8000) != 0;
            crc = (crc << 1 & 0xffff) ^ (carry ? 0x1021 : 0);
        }
        return crc;
    }

    @ParameterizedTest
    @CsvSource({
        "{user1000}.following,user1000",
        "{user1000}.followers,user1000",
        "foo{{bar}}zap,{bar",
        "foo{bar}{zap},bar",
        "{a},a",
        "x}y{a}z,a"
    })
    void ofANameWithATagIsThatOfTheTag(String name, String tag) {
        assertThat(slot(name)).isEqualTo(slot(tag));
    }

    @ParameterizedTest
    @CsvSource({"foo{}{bar}", "foo{bar", "foo}bar", "}foo{", "{}"})
    void ofANameWithoutACompleteTagIsThatOfAllOfIt(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        assertThat(slot(name)).isEqualTo(crcBitByBit(bytes) % HashSlot.COUNT);
    }

    @ParameterizedTest
    @CsvSource({
        "app:,123456789",
        "app:,{user1000}.following",
        "{app}:,orders",
        "{app}:,{user1000}.following",
        "{app,}.orders",
        "a{,}{b}",
        "{,b}c",
        "app{},{b}",
        "größe:,名",
        "'',orders"
    })
    void ofANameBehindAPrefixIsThatOfBoth(String prefix, String name) {
        assertThat(new HashSlot(prefix).of(Name.of(name))).isEqualTo(slot(prefix + name));
    }

    @Test
    void aTagInThePrefixTakesEverythingToOneSlot() {
        HashSlot slots = new HashSlot("{app}:");
        assertThat(slots.of(Name.of("a"))).isEqualTo(slots.of(Name.of("{b}"))).isEqualTo(slot("app"));
    }
}

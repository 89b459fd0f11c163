package io.fanfare.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NameTest {
    @Test
    void isItsBytes() {
        byte[] bytes = {0, (byte) 0xff, '\r', '\n'};
        Name name = Name.of(bytes);
        bytes[0] = 1;
        assertThat(name.bytes()).containsExactly(0, 0xff, '\r', '\n');
        name.bytes()[0] = 1;
        assertThat(name.byteAt(0)).isZero();
        assertThat(name.length()).isEqualTo(4);
    }

    @Test
    void namesAndRangesOfEqualBytesAgree() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 1000; i++) {
            byte[] around = new byte[random.nextInt(40) + 2];
            random.nextBytes(around);
            Name name = Name.of(around, 1, around.length - 2);
            assertThat(name).isEqualTo(Name.of(name.bytes())).hasSameHashCodeAs(Name.of(name.bytes()));
            assertThat(Name.hash(around, 1, around.length - 2)).isEqualTo(name.hashCode());
            assertThat(name.contentEquals(around, 1, around.length - 2)).isTrue();
            assertThat(name.contentEquals(around, 0, around.length - 1)).isFalse();
        }
    }

    @Test
    void ordersByUnsignedBytes() {
        assertThat(Name.of(new byte[] {(byte) 0x80})).isGreaterThan(Name.of(new byte[] {0x7f}));
        assertThat(Name.of("a")).isLessThan(Name.of("ab"));
    }

    @Test
    void topicsOfOneNameButDifferentKindDiffer() {
        assertThat((Topic) Channel.of("x")).isNotEqualTo(ShardChannel.of("x")).isNotEqualTo(Pattern.of("x"));
        assertThat(Channel.of("x")).isEqualTo(Channel.of("x")).hasToString("x");
    }

    @Test
    void payloadsAreEqualByTheirRange() {
        Payload part = new Payload(new byte[] {1, 2, 3, 4}, 1, 2);
        assertThat(part).isEqualTo(Payload.of(new byte[] {2, 3})).hasSameHashCodeAs(Payload.of(new byte[] {2, 3}));
        assertThat(part).hasToString("2 bytes");
        assertThat(part.toByteBuffer().isReadOnly()).isTrue();
        assertThat(part.toByteBuffer().get(1)).isEqualTo((byte) 3);
    }
}

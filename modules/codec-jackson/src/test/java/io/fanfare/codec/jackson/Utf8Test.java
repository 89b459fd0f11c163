package io.fanfare.codec.jackson;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

class Utf8Test {
    private static final long SEED = 20_261_123;

    @Test
    void agreesWithTheDecoderOfTheJdk(TestReporter reporter) {
        reporter.publishEntry("seed", Long.toString(SEED));
        Random random = new Random(SEED);
        byte[] array = new byte[24];
        for (int i = 0; i < 200_000; i++) {
            int from = random.nextInt(4);
            int to = from + random.nextInt(array.length - from);
            for (int k = 0; k < array.length; k++) {
                array[k] = (byte) (random.nextInt(4) == 0 ? 0x80 + random.nextInt(128) : 'a' + random.nextInt(26));
            }
            if (random.nextBoolean() && to - from >= 4) {
                byte[] whole = "éx漢📚".getBytes(StandardCharsets.UTF_8);
                System.arraycopy(whole, random.nextInt(4), array, from, 4);
            }
            String expected = decoded(array, from, to);
            assertThat(Utf8.text(array, from, to)).isEqualTo(expected);
            assertThat(Utf8.malformed(array, from, to) < 0).isEqualTo(expected != null);
        }
    }

    private static String decoded(byte[] array, int from, int to) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(array, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}

package io.fanfare;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class GzipTest {
    private static final int LIMIT = 1 << 20;
    private static final byte[] TEXT =
            "a text that says what it says. ".repeat(40).getBytes(UTF_8);

    private final GzipCompressionProvider gzip = new GzipCompressionProvider();

    @Test
    void theJdkReadsWhatItWritesAndItReadsWhatTheJdkWrites() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int length : new int[] {0, 1, 2, 17, 1_000, 65_535, 65_536, 300_000}) {
            byte[] noise = new byte[length];
            random.nextBytes(noise);
            for (byte[] plain : new byte[][] {noise, Arrays.copyOf(TEXT, length), new byte[length]}) {
                Payload compressed = gzip.compress(within(plain));
                assertThat(gzip.recognises(compressed)).isTrue();
                assertThat(new GZIPInputStream(new ByteArrayInputStream(compressed.toByteArray())).readAllBytes())
                        .as("seed %d, %d bytes", seed, length)
                        .isEqualTo(plain);
                assertThat(gzip.decompress(within(jdk(plain)), LIMIT).toByteArray())
                        .isEqualTo(plain);
            }
        }
    }

    @Test
    void aHeaderMayHaveEveryOptionalField() {
        byte[] plain = jdk(TEXT);
        ByteArrayOutputStream member = new ByteArrayOutputStream();
        member.writeBytes(new byte[] {0x1f, (byte) 0x8b, 8, 2 | 4 | 8 | 16, 1, 2, 3, 4, 0, 3});
        member.writeBytes(new byte[] {3, 0, 'x', 'y', 'z'});
        member.writeBytes("name\0comment\0".getBytes(UTF_8));
        CRC32 check = new CRC32();
        check.update(member.toByteArray());
        member.write((int) check.getValue());
        member.write((int) check.getValue() >> 8);
        int headerEnd = member.size();
        member.write(plain, 10, plain.length - 10);
        byte[] whole = member.toByteArray();
        assertThat(gzip.decompress(Payload.of(whole), LIMIT).toByteArray()).isEqualTo(TEXT);
        whole[headerEnd - 1] ^= 1;
        refuses(whole, LIMIT, "the checksum of its header is wrong");
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] whole = jdk(TEXT);
        for (int length = 2; length < whole.length; length++) {
            refuses(Arrays.copyOf(whole, length), LIMIT, "gzip cannot decompress " + length + " bytes");
        }
    }

    @Test
    void bytesLeftOverAreRefusedAndSoIsASecondMember() {
        byte[] whole = jdk(TEXT);
        refuses(Arrays.copyOf(whole, whole.length + 1), LIMIT, "gzip cannot decompress");
        byte[] twice = Arrays.copyOf(whole, 2 * whole.length);
        System.arraycopy(whole, 0, twice, whole.length, whole.length);
        refuses(twice, LIMIT, whole.length + " bytes are left over");
    }

    @Test
    void whatHoldsMoreThanTheLimitIsRefusedByItsLength() {
        byte[] zeros = jdk(new byte[LIMIT]);
        assertThat(gzip.decompress(Payload.of(zeros), LIMIT).length()).isEqualTo(LIMIT);
        refuses(zeros, LIMIT - 1, "it says that it holds 1048576 bytes, and the limit is 1048575");
    }

    @Test
    void aLengthThatIsNotTrueIsRefused() {
        byte[] whole = jdk(TEXT);
        refuses(told(whole, TEXT.length - 1), LIMIT, "it holds more than the " + (TEXT.length - 1) + " bytes");
        refuses(told(whole, TEXT.length + 1), LIMIT, "it holds " + TEXT.length + " bytes, and says ");
        refuses(told(whole, 0), LIMIT, "it holds more than the 0 bytes");
        refuses(told(whole, -1), 512 << 20, "it says that it holds 4294967295 bytes, and the limit is 536870912");
        refuses(told(whole, 512 << 20), 512 << 20, "it says that it holds 536870912 bytes, more than ");
    }

    @Test
    void anyByteThatIsChangedLeavesTheValueOrIsRefused() {
        byte[] whole = jdk(TEXT);
        for (int i = 0; i < whole.length; i++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = whole.clone();
                changed[i] ^= (byte) (1 << bit);
                try {
                    assertThat(gzip.decompress(Payload.of(changed), LIMIT).toByteArray())
                            .isEqualTo(TEXT);
                } catch (PubSubException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.DECODE_FAILED);
                }
            }
        }
    }

    @Test
    void theHeaderIsChecked() {
        byte[] whole = jdk(TEXT);
        refuses(with(whole, 2, 7), LIMIT, "at offset 2: its method is 7, not 8 (deflate)");
        refuses(with(whole, 3, 0x20), LIMIT, "at offset 3: its flags 0x20 have reserved ones");
        refuses(with(whole, 0, 0), LIMIT, "at offset 0: it does not begin with 1f 8b");
        refuses(with(whole, whole.length - 5, whole[whole.length - 5] ^ 1), LIMIT, "its checksum is wrong");
    }

    private void refuses(byte[] compressed, int limit, String words) {
        assertThatThrownBy(() -> gzip.decompress(within(compressed), limit))
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DECODE_FAILED))
                .hasMessageContaining(words);
    }

    private static byte[] with(byte[] bytes, int index, int value) {
        byte[] changed = bytes.clone();
        changed[index] = (byte) value;
        return changed;
    }

    private static byte[] told(byte[] member, int length) {
        byte[] changed = member.clone();
        for (int i = 0; i < 4; i++) {
            changed[member.length - 4 + i] = (byte) (length >>> (8 * i));
        }
        return changed;
    }

    private static Payload within(byte[] bytes) {
        byte[] padded = new byte[bytes.length + 9];
        Arrays.fill(padded, (byte) 0xc1);
        System.arraycopy(bytes, 0, padded, 4, bytes.length);
        return new Payload(padded, 4, bytes.length);
    }

    private static byte[] jdk(byte[] plain) {
        ByteArrayOutputStream made = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(made)) {
            out.write(plain);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return made.toByteArray();
    }
}

package io.fanfare.compression.zstd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ZstdCompressionProviderTest {
    private static final int LIMIT = 1 << 20;
    private static final byte[] TEXT =
            "a text that says what it says. ".repeat(40).getBytes(UTF_8);

    private final ZstdCompressionProvider zstd = new ZstdCompressionProvider();

    @Test
    void itIsUsableAndNamesItsLibrary() {
        assertThat(zstd.id()).isEqualTo("zstd");
        assertThat(zstd.availability().isUsable()).isTrue();
        assertThat(zstd.availability().detail()).matches("zstd-jni \\d.*");
    }

    @Test
    void theLibraryReadsWhatItWritesAndItReadsWhatTheLibraryStreams() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int length : new int[] {0, 1, 2, 17, 1_000, 131_072, 131_073, 300_000}) {
            byte[] noise = new byte[length];
            random.nextBytes(noise);
            for (byte[] plain : new byte[][] {noise, Arrays.copyOf(TEXT, length), new byte[length]}) {
                Payload frame = zstd.compress(within(plain));
                assertThat(zstd.recognises(frame)).isTrue();
                assertThat(Zstd.getFrameContentSize(frame.toByteArray())).isEqualTo(length);
                assertThat(new ZstdInputStream(new ByteArrayInputStream(frame.toByteArray())).readAllBytes())
                        .as("seed %d, %d bytes", seed, length)
                        .isEqualTo(plain);
                assertThat(zstd.decompress(within(frame.toByteArray()), LIMIT).toByteArray())
                        .isEqualTo(plain);
                byte[] streamed = streamed(plain);
                assertThat(zstd.decompress(within(streamed), LIMIT).toByteArray())
                        .isEqualTo(plain);
            }
        }
    }

    @Test
    void aStreamedFrameDoesNotSayWhatItHolds() {
        assertThat(Zstd.getFrameContentSize(streamed(TEXT))).isNegative();
    }

    @Test
    void everyTruncationIsRefused() {
        for (byte[] whole : new byte[][] {zstd.compress(Payload.of(TEXT)).toByteArray(), streamed(TEXT)}) {
            for (int length = 4; length < whole.length; length++) {
                refuses(Arrays.copyOf(whole, length), LIMIT, "zstd cannot decompress " + length + " bytes: ");
            }
        }
    }

    @Test
    void bytesLeftOverAreRefusedAndSoIsASecondFrame() {
        byte[] whole = zstd.compress(Payload.of(TEXT)).toByteArray();
        refuses(Arrays.copyOf(whole, whole.length + 1), LIMIT, "1 bytes are left over");
        byte[] twice = Arrays.copyOf(whole, 2 * whole.length);
        System.arraycopy(whole, 0, twice, whole.length, whole.length);
        refuses(twice, LIMIT, whole.length + " bytes are left over");
    }

    @Test
    void whatHoldsMoreThanTheLimitIsRefused() {
        byte[] zeros = zstd.compress(Payload.of(new byte[LIMIT])).toByteArray();
        assertThat(zstd.decompress(Payload.of(zeros), LIMIT).length()).isEqualTo(LIMIT);
        refuses(zeros, LIMIT - 1, "it says that it holds 1048576 bytes, and the limit is 1048575");
        byte[] streamed = streamed(new byte[LIMIT]);
        assertThat(zstd.decompress(Payload.of(streamed), LIMIT).length()).isEqualTo(LIMIT);
        refuses(streamed, LIMIT - 1, "it holds more than the limit of 1048575 bytes");
    }

    @Test
    void aLengthThatIsNotTrueIsRefused() {
        // magic; single segment with a length of eight bytes; one last block of one zero
        byte[] lie = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, (byte) 0xe0, 0, 0, 0, 0x10, 0, 0, 0, 0, 0x0b, 0, 0, 0};
        refuses(lie, 512 << 20, "it says that it holds 268435456 bytes, more than so few can");
        lie[8] = 0;
        lie[5] = 2;
        refuses(lie, LIMIT, "zstd cannot decompress 17 bytes: ");
        lie[5] = 1;
        assertThat(zstd.decompress(Payload.of(lie), LIMIT).toByteArray()).containsExactly(0);
        lie[5] = 0;
        refuses(lie, LIMIT, "zstd cannot decompress 17 bytes: ");
    }

    @Test
    void dictionariesAndSkippableFramesAreRefused() {
        try (ZstdCompressCtx context = new ZstdCompressCtx()) {
            byte[] dictionary = dictionary();
            context.loadDict(dictionary);
            byte[] frame = context.compress(TEXT);
            refuses(frame, LIMIT, "it needs a dictionary");
        }
        byte[] skippable = {0x50, 0x2a, 0x4d, 0x18, 0, 0, 0, 0};
        assertThat(zstd.recognises(Payload.of(skippable))).isFalse();
        refuses(skippable, LIMIT, "it does not begin with 28 b5 2f fd");
    }

    @Test
    void anyByteThatIsChangedYieldsAValueOrIsRefused() {
        for (byte[] whole : new byte[][] {zstd.compress(Payload.of(TEXT)).toByteArray(), streamed(TEXT)}) {
            for (int i = 0; i < whole.length; i++) {
                for (int bit = 0; bit < 8; bit++) {
                    byte[] changed = whole.clone();
                    changed[i] ^= (byte) (1 << bit);
                    try {
                        assertThat(zstd.decompress(Payload.of(changed), LIMIT).length())
                                .isLessThanOrEqualTo(LIMIT);
                    } catch (PubSubException e) {
                        assertThat(e.code()).isEqualTo(ErrorCode.DECODE_FAILED);
                    }
                }
            }
        }
        assertThat(zstd.decompress(zstd.compress(Payload.of(TEXT)), LIMIT).toByteArray())
                .isEqualTo(TEXT);
    }

    private void refuses(byte[] frame, int limit, String words) {
        assertThatThrownBy(() -> zstd.decompress(within(frame), limit))
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DECODE_FAILED))
                .hasMessageContaining(words);
    }

    private static byte[] dictionary() {
        byte[][] samples = new byte[2_000][];
        Random random = new Random(1);
        for (int i = 0; i < samples.length; i++) {
            samples[i] = ("sample " + i + " with the number " + random.nextInt(100_000) + " of many").getBytes(UTF_8);
        }
        byte[] dictionary = new byte[4_096];
        long length = Zstd.trainFromBuffer(samples, dictionary);
        assertThat(Zstd.isError(length)).isFalse();
        return Arrays.copyOf(dictionary, (int) length);
    }

    private static Payload within(byte[] bytes) {
        byte[] padded = new byte[bytes.length + 9];
        Arrays.fill(padded, (byte) 0xc1);
        System.arraycopy(bytes, 0, padded, 4, bytes.length);
        return new Payload(padded, 4, bytes.length);
    }

    private static byte[] streamed(byte[] plain) {
        ByteArrayOutputStream made = new ByteArrayOutputStream();
        try (ZstdOutputStream out = new ZstdOutputStream(made)) {
            out.write(plain);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return made.toByteArray();
    }
}

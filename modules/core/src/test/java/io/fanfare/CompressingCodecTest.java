package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CompressionProvider;
import io.fanfare.spi.DecodeException;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompressingCodecTest {
    private final GzipCompressionProvider gzip = new GzipCompressionProvider();
    private final CompressedCodecProvider strings = new CompressedCodecProvider(new StringCodecProvider(), gzip);
    private final CompressedCodecProvider bytes = new CompressedCodecProvider(new BytesCodecProvider(), gzip);
    private final CodecOptions options = CodecOptions.defaults().with(CodecOptions.COMPRESSION_THRESHOLD, 100);

    private Codec<String> strings(CodecOptions options) {
        return strings.codec(TypeRef.of(String.class), options);
    }

    private Codec<byte[]> bytes(CodecOptions options) {
        return bytes.codec(TypeRef.of(byte[].class), options);
    }

    @Test
    void payloadsAreCompressedFromTheThresholdOn() {
        Codec<String> codec = strings(options);
        assertThat(codec.encode("a".repeat(99)).toText()).isEqualTo("a".repeat(99));
        Payload compressed = codec.encode("a".repeat(100));
        assertThat(gzip.recognises(compressed)).isTrue();
        assertThat(compressed.length()).isLessThan(50);
        assertThat(codec.decode(compressed)).isEqualTo("a".repeat(100));
        assertThat(codec.decode(Payload.of("a".repeat(100)))).isEqualTo("a".repeat(100));
    }

    @Test
    void whatDoesNotBecomeSmallerStaysPlain() {
        byte[] noise = new byte[5_000];
        new Random(1).nextBytes(noise);
        assertThat(bytes(options).encode(noise).toByteArray()).isEqualTo(noise);
        assertThat(strings(options.with(CodecOptions.COMPRESSION_THRESHOLD, 0))
                        .encode("")
                        .length())
                .isZero();
    }

    @Test
    void whatBeginsAsCompressedBytesDoIsAlwaysCompressed() {
        byte[] alike = {0x1f, (byte) 0x8b, 1, 2, 3};
        Payload payload = bytes(options).encode(alike);
        assertThat(payload.length()).isGreaterThan(alike.length);
        assertThat(bytes(options).decode(payload)).isEqualTo(alike);
    }

    @Test
    void theLimitHoldsForWhatIsCompressed() {
        CodecOptions small = options.with(CodecOptions.MAX_PAYLOAD, 1_000);
        assertThat(strings(small).decode(strings(small).encode("a".repeat(1_000))))
                .hasSize(1_000);
        assertThatThrownBy(() -> strings(small).encode("a".repeat(1_001)))
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ENCODE_FAILED))
                .hasMessageContaining("codec string+gzip made 1001 bytes of a value of java.lang.String:"
                        + " fanfare.codec.max-payload allows 1000");
        Payload bomb = strings(options).encode("a".repeat(1_001));
        assertThatThrownBy(() -> strings(small).decode(bomb))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("codec string+gzip cannot decode " + bomb + " as java.lang.String: gzip cannot"
                        + " decompress " + bomb + ": it says that it holds 1001 bytes, and the limit is 1000");
    }

    @Test
    void everyTruncationIsRefused() {
        byte[] whole = bytes(options).encode(new byte[1_000]).toByteArray();
        for (int length = 2; length < whole.length; length++) {
            Payload part = Payload.of(Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> bytes(options).decode(part)).isInstanceOf(DecodeException.class);
        }
    }

    @Test
    void itRecognisesWhatItReads() {
        Payload compressed = strings(options).encode("a".repeat(100));
        assertThat(strings.id()).isEqualTo("string+gzip");
        assertThat(strings.availability().isUsable()).isTrue();
        assertThat(strings.mayBegin(compressed)).isTrue();
        assertThat(strings.recognises(compressed)).isTrue();
        assertThat(strings.recognises(Payload.of("plain"))).isTrue();
        assertThat(strings.recognises(Payload.of(new byte[] {0x1f, (byte) 0x8b, 8})))
                .isFalse();
        assertThat(strings.recognises(gzip.compress(Payload.of(new byte[] {(byte) 0xff}))))
                .isFalse();
    }

    @Test
    void aCompressionThatDoesNotWorkIsRefusedBeforeAnythingIsSent() {
        CompressionProvider broken = new CompressionProvider() {
            @Override
            public String id() {
                return "broken";
            }

            @Override
            public Payload compress(Payload plain) {
                throw new UnsatisfiedLinkError("no library for this machine");
            }

            @Override
            public Payload decompress(Payload compressed, int limit) {
                throw new UnsatisfiedLinkError();
            }

            @Override
            public boolean recognises(Payload payload) {
                return false;
            }
        };
        assertThatThrownBy(() -> new CompressedCodecProvider(new StringCodecProvider(), broken))
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE))
                .hasMessageContaining("compression 'broken' cannot work here: ")
                .hasMessageContaining("no library for this machine");
    }
}

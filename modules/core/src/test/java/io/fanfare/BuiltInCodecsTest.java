package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanfare.spi.Codec;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import org.junit.jupiter.api.Test;

class BuiltInCodecsTest {
    private final Codec<String> string = new StringCodecProvider().codec(TypeRef.of(String.class));

    @Test
    void textSurvivesTheRoundTrip() {
        for (String text : new String[] {"", "plain", "Grüße, 世界 🎺", "\u0000\r\n"}) {
            assertThat(string.decode(string.encode(text))).isEqualTo(text);
        }
    }

    @Test
    void malformedTextIsRefusedBothWays() {
        refuses(() -> string.encode("\ud800"), ErrorCode.ENCODE_FAILED);
        Payload malformed = Payload.of(new byte[] {(byte) 0xc3, 0x28});
        refuses(() -> string.decode(malformed), ErrorCode.DECODE_FAILED);
        assertThat(new StringCodecProvider().recognises(malformed)).isFalse();
        assertThat(new StringCodecProvider().recognises(Payload.of("é"))).isTrue();
    }

    @Test
    void bytesAreTheRangeOfThePayload() {
        Codec<byte[]> bytes = new BytesCodecProvider().codec(TypeRef.of(byte[].class));
        byte[] whole = {1, 2, 3, 4};
        assertThat(bytes.decode(Payload.of(whole))).isSameAs(whole);
        assertThat(bytes.decode(new Payload(whole, 1, 2))).containsExactly(2, 3);
        Codec<Payload> payload = new BytesCodecProvider().codec(TypeRef.of(Payload.class));
        assertThat(payload.decode(payload.encode(new Payload(whole, 1, 2)))).isEqualTo(Payload.of(new byte[] {2, 3}));
    }

    @Test
    void otherTypesAreUnsupported() {
        refuses(() -> new BytesCodecProvider().codec(TypeRef.of(String.class)), ErrorCode.UNSUPPORTED);
        refuses(() -> new StringCodecProvider().codec(TypeRef.of(byte[].class)), ErrorCode.UNSUPPORTED);
    }

    private static void refuses(Runnable call, ErrorCode code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(code));
    }
}

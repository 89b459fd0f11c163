package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.DecodeException;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaggedCodecTest {
    private static final FakeFormat JSON = new FakeFormat(
            "json",
            "{",
            text -> text.matches("\\{\\d*\\}"),
            text -> Integer.valueOf(text.substring(1, text.length() - 1)));

    private final TaggedCodecProvider typed =
            new TaggedCodecProvider(Catalog.of("codec", List.<CodecProvider>of(JSON)));

    private <T> Codec<T> codec(Class<T> type) {
        return typed.codec(TypeRef.of(type), CodecOptions.defaults());
    }

    @Test
    void eachTypeHasItsPrefix() {
        assertThat(codec(byte[].class).encode(new byte[] {1, 2}).toByteArray()).containsExactly('b', 1, 2);
        assertThat(codec(Payload.class).encode(Payload.of("xyz")).toText()).isEqualTo("bxyz");
        assertThat(codec(String.class).encode("ä").toText()).isEqualTo("sä");
        assertThat(codec(Integer.class).encode(7).toText()).isEqualTo("d{7}");
    }

    @Test
    void eachTypeIsReadFromTheRangeOfThePayload() {
        assertThat(codec(byte[].class).decode(within("bxy"))).containsExactly('x', 'y');
        assertThat(codec(Payload.class).decode(within("bxy"))).isEqualTo(Payload.of("xy"));
        assertThat(codec(String.class).decode(within("sä"))).isEqualTo("ä");
        assertThat(codec(String.class).decode(within("s"))).isEmpty();
        assertThat(codec(Integer.class).decode(within("d{7}"))).isEqualTo(7);
    }

    @Test
    void anObjectIsWhatThePrefixSays() {
        Codec<Object> any = codec(Object.class);
        assertThat(any.decode(any.encode("text"))).isEqualTo("text");
        assertThat(any.decode(any.encode(7))).isEqualTo(7);
        assertThat((byte[]) any.decode(any.encode(new byte[] {3}))).containsExactly(3);
        assertThat((byte[]) any.decode(any.encode(Payload.of("p")))).containsExactly('p');
        refuses(() -> any.decode(Payload.EMPTY), "it is empty, without a prefix");
    }

    @Test
    void aPrefixOfAnotherTypeIsNamed() {
        refuses(
                () -> codec(Integer.class).decode(Payload.of("stext")),
                "codec typed cannot decode 5 bytes at offset 0 as java.lang.Integer: its prefix is s (a string), and for"
                        + " this type it is d (JSON)");
        refuses(() -> codec(String.class).decode(Payload.of("b")), "its prefix is b (bytes)");
        refuses(() -> codec(byte[].class).decode(Payload.of("d{}")), "and for this type it is b (bytes)");
    }

    @Test
    void whatHasNoPrefixIsRefused() {
        refuses(
                () -> codec(Integer.class).decode(Payload.of("{7}")),
                "it begins with 0x7b; a prefix is b for bytes, d for JSON or s for a string");
        refuses(() -> codec(String.class).decode(Payload.EMPTY), "it is empty, without a prefix");
    }

    @Test
    void whatFollowsThePrefixIsMalformedAtAnOffsetOfThePayload() {
        assertThatThrownBy(() -> codec(Integer.class).decode(Payload.of("d{x")))
                .isInstanceOfSatisfying(DecodeException.class, e -> {
                    assertThat(e.offset()).isEqualTo(2);
                    assertThat(e.codec()).isEqualTo("typed");
                    assertThat(e).hasMessageContaining("after the prefix d (JSON): it is not whole");
                });
        assertThatThrownBy(() -> codec(String.class).decode(Payload.of(new byte[] {'s', 'a', (byte) 0xff})))
                .isInstanceOfSatisfying(
                        DecodeException.class, e -> assertThat(e.offset()).isEqualTo(2));
    }

    @Test
    void theWholePayloadIsRecognised() {
        assertThat(typed.recognises(Payload.of("b"))).isTrue();
        assertThat(typed.recognises(Payload.of("stext"))).isTrue();
        assertThat(typed.recognises(Payload.of(new byte[] {'s', (byte) 0xff}))).isFalse();
        assertThat(typed.recognises(Payload.of("d{7}"))).isTrue();
        assertThat(typed.recognises(Payload.of("d{7"))).isFalse();
        assertThat(typed.mayBegin(Payload.of("d"))).isTrue();
        assertThat(typed.mayBegin(Payload.of("{7}"))).isFalse();
        assertThat(typed.mayBegin(Payload.EMPTY)).isFalse();
    }

    @Test
    void withoutJsonOnlyTextAndBytesAreCarried() {
        TaggedCodecProvider alone = new TaggedCodecProvider(Catalog.of("codec", List.<CodecProvider>of()));
        assertThat(alone.codec(TypeRef.of(String.class)).encode("a").toText()).isEqualTo("sa");
        assertThatThrownBy(() -> alone.codec(TypeRef.of(Integer.class)))
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_NOT_FOUND))
                .hasMessageContaining("fanfare-codec-json");
    }

    private static Payload within(String text) {
        byte[] padded = Payload.of("[[[" + text + "]]]").toByteArray();
        return new Payload(padded, 3, padded.length - 6);
    }

    private static void refuses(Runnable decoding, String words) {
        assertThatThrownBy(decoding::run).isInstanceOf(DecodeException.class).hasMessageContaining(words);
    }
}

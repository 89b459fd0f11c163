package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecOptions.Ambiguous;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.DecodeException;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Formats: one of numbers and one of words may begin with the same letters. */
class AutoCodecTest {
    private static final FakeFormat NUMBERS =
            new FakeFormat("numbers", "123x", text -> text.matches("[123]+"), Integer::valueOf);
    private static final FakeFormat WORDS =
            new FakeFormat("words", "abc12x", text -> text.matches("[abc12]+"), text -> text);
    private static final FakeFormat SUMS = new FakeFormat(
            "sums",
            "12",
            text -> text.matches("[12]+"),
            text -> text.chars().map(c -> c - '0').sum());

    private final CodecOptions options = CodecOptions.defaults().with(CodecOptions.AUTO_FORMATS, "numbers, words");

    private static <T> Codec<T> auto(Class<T> type, CodecOptions options) {
        Catalog<CodecProvider> formats = Catalog.of("codec", List.<CodecProvider>of(NUMBERS, WORDS, SUMS));
        return new AutoCodecProvider(formats).codec(TypeRef.of(type), options);
    }

    private Object read(String text) {
        return auto(Object.class, options).decode(Payload.of(text));
    }

    @Test
    void theFirstFormatIsWritten() {
        assertThat(auto(Integer.class, options).encode(7).toText()).isEqualTo("17");
        assertThat(auto(String.class, options.with(CodecOptions.AUTO_FORMATS, "words"))
                        .encode("b")
                        .toText())
                .isEqualTo("ab");
    }

    @Test
    void theBeginningDecidesWhereItLeavesOneFormat() {
        assertThat(read("31")).isEqualTo(31);
        assertThat(read("cab")).isEqualTo("cab");
        refuses(() -> read("c?"), "codec words cannot decode 2 bytes at offset 1");
        refuses(() -> read("3?"), "codec numbers cannot decode 2 bytes at offset 1");
    }

    @Test
    void theWholePayloadDecidesWhereTheBeginningLeavesSeveral() {
        assertThat(read("13")).isEqualTo(13);
        assertThat(read("1a")).isEqualTo("1a");
        refuses(
                () -> read("x"),
                "codec auto cannot decode 1 bytes at offset 0 as java.lang.Object: it begins as the formats numbers,"
                        + " words may, and is well-formed in none");
    }

    @Test
    void whatNoFormatBeginsWithIsRefusedWithItsFirstByte() {
        refuses(
                () -> read("z12"),
                "its first byte is 0x7a, and 3 bytes that begin so are of none of the formats numbers, words");
        refuses(() -> read(""), "codec auto cannot decode 0 bytes at offset 0 as java.lang.Object: it is empty");
    }

    @Test
    void theDeclaredTypeDecidesWhereTheWholePayloadLeavesSeveral() {
        assertThat(auto(Integer.class, options).decode(Payload.of("12"))).isEqualTo(12);
        assertThat(auto(String.class, options).decode(Payload.of("12"))).isEqualTo("12");
        assertThatThrownBy(() -> auto(Double.class, options).decode(Payload.of("12")))
                .isInstanceOf(DecodeException.class)
                .hasMessageContaining("codec numbers cannot decode 2 bytes at offset 0")
                .satisfies(e -> assertThat(e.getSuppressed())
                        .singleElement()
                        .satisfies(other -> assertThat(other).hasMessageContaining("codec words")));
    }

    @Test
    void differentMeaningsAreRefusedUnlessTheFirstCounts() {
        refuses(
                () -> read("12"),
                "it has different meanings in the formats numbers, words; give the channel the codec of one of them, or"
                        + " set fanfare.codec.auto.ambiguous to first, by which numbers counts");
        CodecOptions first = options.with(CodecOptions.AUTO_AMBIGUOUS, Ambiguous.FIRST);
        assertThat(auto(Object.class, first).decode(Payload.of("12"))).isEqualTo(12);
        assertThat(auto(String.class, first).decode(Payload.of("12"))).isEqualTo("12");
        assertThat(auto(Object.class, first.with(CodecOptions.AUTO_FORMATS, "words,numbers"))
                        .decode(Payload.of("12")))
                .isEqualTo("12");
    }

    @Test
    void equalMeaningsAreNoDifference() {
        CodecOptions both = options.with(CodecOptions.AUTO_FORMATS, "numbers,sums");
        assertThat(auto(Object.class, both).decode(Payload.of("2"))).isEqualTo(2);
        refuses(() -> auto(Object.class, both).decode(Payload.of("21")), "in the formats numbers, sums;");
    }

    @Test
    void ofThreeFormatsTheRestCounts() {
        CodecOptions all = options.with(CodecOptions.AUTO_FORMATS, "numbers,words,sums");
        assertThat(auto(Object.class, all).decode(Payload.of("13"))).isEqualTo(13);
        assertThat(auto(Object.class, all).decode(Payload.of("2b"))).isEqualTo("2b");
        refuses(() -> auto(Object.class, all).decode(Payload.of("2")), "in the formats numbers, words, sums;");
    }

    @Test
    void formatsThatAreNotPresentAreRefusedByName() {
        assertThatThrownBy(() -> auto(Object.class, CodecOptions.defaults()))
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_NOT_FOUND))
                .hasMessageContaining("fanfare.codec.auto.formats names msgpack: no codec with the id 'msgpack'")
                .hasMessageContaining("fanfare-codec-msgpack")
                .hasMessageEndingWith("Or set it to codecs that are present.");
        for (String text : new String[] {"", "words,", "words,words"}) {
            assertThatThrownBy(() -> auto(Object.class, options.with(CodecOptions.AUTO_FORMATS, text)))
                    .hasMessageStartingWith(
                            "CONFIGURATION_INVALID: '" + text + "' is no value for fanfare.codec.auto.formats");
        }
    }

    @Test
    void itRecognisesWhatItsPresetFormatsDo() {
        FakeFormat json = FakeFormat.brackets("json", '{', '}');
        AutoCodecProvider auto = new AutoCodecProvider(Catalog.of("codec", List.<CodecProvider>of(json, WORDS)));
        assertThat(auto.mayBegin(Payload.of("{"))).isTrue();
        assertThat(auto.recognises(Payload.of("{"))).isFalse();
        assertThat(auto.recognises(Payload.of("{}"))).isTrue();
        assertThat(auto.mayBegin(Payload.of("a"))).isFalse();
        assertThat(auto.recognises(Payload.of("a"))).isFalse();
    }

    private static void refuses(Runnable decoding, String words) {
        assertThatThrownBy(decoding::run).isInstanceOf(DecodeException.class).hasMessageContaining(words);
    }
}

package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecOptions;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.CompressionProvider;
import io.fanfare.spi.DecodeException;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CodecCatalogTest {
    private static final FakeFormat JSON = FakeFormat.brackets("json", '{', '}');
    private static final FakeFormat MSGPACK = FakeFormat.brackets("msgpack", '<', '>');
    private static final FakeFormat CBOR = FakeFormat.brackets("cbor", '<', '|');
    private static final CodecOptions COMPRESSING = CodecOptions.defaults().with(CodecOptions.COMPRESSION_THRESHOLD, 0);

    private static CodecCatalog catalog(CodecProvider... formats) {
        return new CodecCatalog(
                Catalog.of("codec", Arrays.asList(formats)),
                Catalog.of("compression", List.<CompressionProvider>of(new GzipCompressionProvider())));
    }

    private static CodecCatalog all() {
        return catalog(JSON, MSGPACK, CBOR, new BytesCodecProvider(), new StringCodecProvider());
    }

    private static Codec<String> codec(String id, CodecOptions options) {
        return all().select(id).codec(TypeRef.of(String.class), options);
    }

    @Test
    void anIdMayEndWithACompression() {
        assertThat(all().select("json+gzip").id()).isEqualTo("json+gzip");
        for (String id : List.of("msgpack+gzip", "auto+gzip", "string+gzip", "typed+gzip")) {
            Codec<String> codec = codec(id, COMPRESSING);
            Payload payload = Payload.of("a".repeat(1_000));
            assertThat(all().select(id).id()).isEqualTo(id);
            assertThat(codec.encode(payload.toText()).length()).as(id).isLessThan(100);
        }
    }

    @Test
    void whatIsMissingOfAnIdIsNamedWithItsArtifact() {
        refuses(
                "json+lz4",
                "no compression with the id 'lz4' is present; found: gzip (",
                "io.fanfare:fanfare-compression-lz4");
        refuses("ion+gzip", "no codec with the id 'ion' is present; found: auto (", "io.fanfare:fanfare-codec-ion");
        for (String id : List.of("json+gzip+gzip", "+gzip", "json+", "+")) {
            assertThatThrownBy(() -> all().select(id))
                    .hasMessage(
                            "CONFIGURATION_INVALID: '" + id + "' is no codec: it takes the id of one, and after a plus"
                                    + " that of at most one compression, as in json+gzip");
        }
    }

    @Test
    void theCodecsOfCoreDoNotCountWhenNoneIsNamed() {
        CodecCatalog one = catalog(JSON, new BytesCodecProvider(), new StringCodecProvider());
        assertThat(one.select(null).id()).isEqualTo("json");
        assertThat(one.usable())
                .extracting(CodecProvider::id)
                .containsExactly("auto", "bytes", "json", "string", "typed");
        assertThat(one.descriptions())
                .extracting(found -> found.kind() + " " + found.id())
                .containsExactly(
                        "codec auto", "codec bytes", "codec json", "codec string", "codec typed", "compression gzip");
    }

    @Test
    void aCodecOfTheApplicationTakesThePlaceOfTheOneWithItsId() {
        FakeFormat own = FakeFormat.brackets("json", '(', ')');
        CodecCatalog catalog = all().with(List.of(own, FakeFormat.brackets("ion", '[', ']')));
        for (String id : List.of("json", "auto", "json+gzip")) {
            Codec<String> codec = catalog.select(id).codec(TypeRef.of(String.class));
            assertThat(codec.decode(Payload.of("(x)"))).as(id).isEqualTo("x");
        }
        assertThat(catalog.select("typed").codec(TypeRef.of(Object.class)).decode(Payload.of("d(x)")))
                .isEqualTo("x");
        assertThat(catalog.select("ion").id()).isEqualTo("ion");
        assertThatThrownBy(() -> all().with(List.of(FakeFormat.brackets("auto", '(', ')'))))
                .hasMessage(
                        "CONFIGURATION_INVALID: io.fanfare.FakeFormat has the id 'auto', which stands for the codec that"
                                + " core makes of others; give it another");
        assertThatThrownBy(() -> all().with(List.of(own, own))).hasMessageStartingWith("PROVIDER_DUPLICATE: ");
    }

    @Test
    void formatsOfAutoAreCheckedBeforeTheyAreNeeded() {
        CodecOptions options = CodecOptions.defaults();
        all().check(JSON, options);
        all().check(all().select("auto+gzip"), options);
        misses("auto", "msgpack,ion", "fanfare.codec.auto.formats names ion: no codec with the id 'ion' is present");
        misses("json", "json,", "'json,' is no value for fanfare.codec.auto.formats");
        misses("json", "json+gzip", "'json+gzip' in fanfare.codec.auto.formats is no format");
        misses("auto+gzip", "json,typed", "'typed' in fanfare.codec.auto.formats is no format");
    }

    private static void misses(String id, String formats, String words) {
        CodecOptions options = CodecOptions.defaults().with(CodecOptions.AUTO_FORMATS, formats);
        assertThatThrownBy(() -> all().check(all().select(id), options))
                .isInstanceOf(PubSubException.class)
                .hasMessageContaining(words);
    }

    @Test
    void everyCodecIsHeldToTheLimit() {
        CodecOptions small = CodecOptions.defaults().with(CodecOptions.MAX_PAYLOAD, 10);
        for (String id : List.of("json", "string", "auto", "typed", "string+gzip")) {
            Codec<String> codec = codec(id, small);
            assertThatThrownBy(() -> codec.encode("a".repeat(11)))
                    .isInstanceOfSatisfying(
                            PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ENCODE_FAILED))
                    .hasMessageContaining("codec " + id + " made 1")
                    .hasMessageContaining("fanfare.codec.max-payload allows 10");
            assertThatThrownBy(() -> codec.decode(Payload.of("{" + "a".repeat(9) + "}")))
                    .isInstanceOf(DecodeException.class)
                    .hasMessageContaining("codec " + id + " cannot decode 11 bytes as java.lang.String")
                    .hasMessageEndingWith("fanfare.codec.max-payload allows 10");
        }
    }

    @Test
    void aFailureSaysWhatThePayloadLooksLike() {
        hints("json", "<x>", "it looks like msgpack: use the codec msgpack for this channel, or auto");
        hints("json+gzip", "<x>", "it looks like msgpack: use the codec msgpack+gzip for this channel, or auto+gzip");
        hints("json", "<x|", "it looks like cbor: use the codec cbor for this channel");
        hints("auto", "<x|", "it looks like cbor: use the codec cbor for this channel");
        hints("typed", "{x}", "it looks like json: use the codec json for this channel");
        hints("msgpack", "d{x}", "it looks like typed: use the codec typed for this channel");
        Payload compressed = codec("json+gzip", COMPRESSING).encode("x".repeat(100));
        hints("json", compressed, "it looks compressed by gzip: use the codec json+gzip");
        hints("auto", compressed, "it looks compressed by gzip: use the codec auto+gzip");
        Payload other = codec("msgpack+gzip", COMPRESSING).encode("x".repeat(100) + ">");
        hints("json+gzip", other, "it looks like msgpack: use the codec msgpack+gzip for this channel, or auto+gzip");
    }

    @Test
    void aPayloadOfItsOwnFormatLooksLikeNoOther() {
        hints("json", "{x", "it is not whole");
        hints("json", "?", "it is not whole");
        hints("auto", "?", "are of none of the formats msgpack, json");
        Payload broken = Payload.of(new byte[] {0x1f, (byte) 0x8b, 8});
        hints("json+gzip", broken, "it ends within its header");
        assertThatThrownBy(() ->
                        all().select("json").codec(TypeRef.of(Integer.class)).decode(Payload.of("{x}")))
                .hasMessageEndingWith("it is another type");
    }

    @Test
    void whatIsCheckedIsNotCheckedTwice() {
        CodecProvider json = all().select("json");
        assertThat(all().checked(json)).isSameAs(json);
        assertThat(json.mayBegin(Payload.of("{"))).isTrue();
        assertThat(json.recognises(Payload.of("{"))).isFalse();
    }

    private static void hints(String id, String text, String ending) {
        hints(id, Payload.of(text), ending);
    }

    private static void hints(String id, Payload payload, String ending) {
        assertThatThrownBy(() -> codec(id, CodecOptions.defaults()).decode(payload))
                .isInstanceOf(DecodeException.class)
                .hasMessageEndingWith(ending);
    }

    private static void refuses(String id, String... words) {
        assertThatThrownBy(() -> all().select(id)).isInstanceOfSatisfying(PubSubException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_NOT_FOUND);
            assertThat(e.getMessage()).contains(words);
        });
    }
}

package io.fanfare.integration.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Codec;
import io.fanfare.spi.DecodeException;
import io.fanfare.spi.Payload;
import io.fanfare.spi.TypeRef;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The inputs that are kept end as their names say, and are decoded as any type or refused by one exception. */
class CorpusIT {
    static Stream<Arguments> corpus() {
        return Formats.PLAIN.stream().flatMap(id -> Corpus.of(id).stream().map(entry -> Arguments.of(id, entry)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("corpus")
    void endsAsItsNameSays(String id, Corpus.Entry entry) {
        boolean accepted = new Acceptance(id).accepts(Payload.of(entry.bytes()));
        if (entry.mustBeAccepted() || entry.mustBeRefused()) {
            assertThat(accepted).as("%s is accepted", entry).isEqualTo(entry.mustBeAccepted());
        }
        for (TypeRef<?> type : Declared.all()) {
            endsInAValueOrOneException(Formats.provider(id).codec(type), entry);
        }
    }

    private static void endsInAValueOrOneException(Codec<?> codec, Corpus.Entry entry) {
        byte[] bytes = entry.bytes();
        try {
            Object value = codec.decode(Payload.of(bytes));
            assertThat(value).as("%s by %s", entry, codec).isNotNull();
            assertThat(entry.mustBeRefused()).as("%s by %s", entry, codec).isFalse();
        } catch (DecodeException e) {
            assertThat(e.offset()).isBetween(-1L, (long) bytes.length);
        }
    }

    @Test
    void thereIsEnoughOfIt() {
        for (String id : Formats.PLAIN) {
            assertThat(Corpus.of(id)).as(id).hasSizeGreaterThan(100);
            assertThat(Corpus.of(id).stream().filter(Corpus.Entry::mustBeAccepted))
                    .as(id)
                    .hasSizeGreaterThan(30);
            assertThat(Corpus.of(id).stream().filter(Corpus.Entry::mustBeRefused))
                    .as(id)
                    .hasSizeGreaterThan(30);
        }
    }
}

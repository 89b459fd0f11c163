package io.fanfare.integration.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Codec;
import io.fanfare.spi.TypeRef;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Random values of every declared type come back equal, through each codec. */
class RoundTripIT {
    private static final long SEED = Long.getLong("fanfare.roundtrip.seed", 5);
    private static final int VALUES = Integer.getInteger("fanfare.roundtrip.values", 200);

    static Stream<Arguments> codecsAndTypes() {
        return Formats.OF_RECORDS.stream().flatMap(id -> types(id).stream().map(type -> Arguments.of(id, type)));
    }

    /** Returns the types that a codec carries; those that choose among formats need more than a number to choose by. */
    private static List<TypeRef<?>> types(String id) {
        return Declared.all().stream()
                .filter(type ->
                        !id.startsWith("auto") || type.toString().contains(Declared.class.getSimpleName() + "$"))
                .toList();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("codecsAndTypes")
    <T> void whatIsEncodedIsDecodedToAnEqualValue(String id, TypeRef<T> type) {
        Codec<T> codec = Formats.provider(id).codec(type);
        RandomValues values = new RandomValues(new Random(SEED));
        for (int i = 0; i < VALUES; i++) {
            T value = make(values, type);
            T decoded = codec.decode(codec.encode(value));
            if (!Sameness.EXACT.same(value, decoded)) {
                assertThat(decoded)
                        .as("value %d of -Dfanfare.roundtrip.seed=%d through %s", i, SEED, id)
                        .isEqualTo(value);
                throw new AssertionError("value " + i + " differs in an array or null: " + value + " and " + decoded);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static <T> T make(RandomValues values, TypeRef<T> type) {
        return (T) values.of(type.type());
    }
}

package io.fanfare.integration.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.integration.interop.Exchange.Direction;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Fanfare and programs in other languages read what the other publishes, in each format and of each kind. */
class InteropIT {
    private static final List<String> CODECS = List.of("json", "msgpack", "json+gzip", "msgpack+gzip");
    private static final String ACCEPT = "codec.json.non-finite=accept";
    private static final Matrix MATRIX = new Matrix();
    private static final Map<Exchange, Map<String, String>> OUTCOMES = new HashMap<>();

    private static EmbeddedRedis redis;

    @BeforeAll
    static void start() {
        for (Language language : Language.values()) {
            language.require(System.getenv());
        }
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (redis != null) {
            redis.close();
            MATRIX.write("interop-matrix.txt");
        }
    }

    static Stream<Arguments> cases() {
        return CODECS.stream()
                .flatMap(codec -> Stream.of(Direction.values())
                        .flatMap(way -> Stream.of(Language.values())
                                .map(language -> new Exchange(language, codec, way, ""))
                                .flatMap(exchange -> Kind.all().stream().map(kind -> Arguments.of(exchange, kind)))));
    }

    /** What JSON has no form for, where both sides agree to write it bare. */
    static Stream<Arguments> bareCases() {
        return Stream.of(Direction.values())
                .flatMap(way -> Kind.all().stream()
                        .filter(Kind::isNonFinite)
                        .map(kind -> Arguments.of(new Exchange(Language.PYTHON, "json", way, ACCEPT), kind)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("cases")
    void isReadAsItWasSent(Exchange exchange, Kind<?> kind) throws Exception {
        String outcome = outcome(exchange, kind);
        Expected expected = Expected.of(exchange, kind);
        MATRIX.put(kind, exchange, expected.matches(outcome) ? expected.word() : "FAILED");
        assertThat(expected.matches(outcome))
                .as("%s, %s: %s, expected %s", exchange, kind, outcome, expected)
                .isTrue();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("bareCases")
    void bareNumbersAreReadWhereTheyAreAccepted(Exchange exchange, Kind<?> kind) throws Exception {
        String outcome = outcome(exchange, kind);
        String expected = exchange.direction() == Direction.TO_FANFARE
                ? Sight.own().of(kind.value())
                : Sight.of(exchange.language(), "msgpack").of(kind.value());
        MATRIX.put(kind, exchange, outcome.equals(expected) ? "same" : "FAILED");
        assertThat(outcome).as("%s, %s", exchange, kind).isEqualTo(expected);
    }

    /** Each exchange runs once, for all kinds. */
    private static synchronized String outcome(Exchange exchange, Kind<?> kind) throws Exception {
        Map<String, String> outcomes = OUTCOMES.get(exchange);
        if (outcomes == null) {
            outcomes = exchange.run(redis);
            OUTCOMES.put(exchange, outcomes);
        }
        return outcomes.getOrDefault(kind.name(), "nothing arrived");
    }
}

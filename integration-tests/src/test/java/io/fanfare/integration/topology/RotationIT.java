package io.fanfare.integration.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.embedded.EmbeddedCluster;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Passwords change under load. */
class RotationIT {
    private static final String CASES = "io.fanfare.integration.topology.RotationIT#cases";
    private static final String[] ALL = {"+@all", "allchannels", "allkeys"};
    private static final int ROTATIONS = 3;

    @TempDir
    Path folder;

    static Stream<Arguments> cases() {
        return Wirings.transports()
                .flatMap(transport -> Stream.of("resp2", "resp3").map(protocol -> Arguments.of(transport, protocol)));
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void nothingIsLostAndNothingArrivesTwice(String transport, String protocol) throws Exception {
        try (EmbeddedRedis redis =
                        EmbeddedRedis.builder().user("app", "first", ALL).start();
                Play play = new Play(site(redis::close, redis.uri()), transport, Map.of("protocol", protocol))) {
            String before = "first";
            for (int i = 0; i < ROTATIONS; i++) {
                String next = "password " + i;
                redis.setUser("app", next, with(">" + before));
                Files.writeString(folder.resolve("password"), next);
                play.subscriber.refreshCredentials().get(60, TimeUnit.SECONDS);
                play.publisher.refreshCredentials().get(60, TimeUnit.SECONDS);
                redis.setUser("app", next, ALL);
                play.numbers.awaitMore(20);
                before = next;
            }
            assertThat(play.settle()).as("failed publishes").isZero();
            assertThat(play.hearings()).allSatisfy(hearing -> {
                assertThat(hearing.gaps()).isEmpty();
                assertThat(hearing.overtaken()).isZero();
            });
        }
    }

    @ParameterizedTest
    @MethodSource(CASES)
    void theSameHoldsInACluster(String transport, String protocol) throws Exception {
        try (EmbeddedCluster cluster =
                        EmbeddedCluster.builder().user("app", "first", ALL).start();
                Play play = new Play(site(() -> {}, cluster.uri()), transport, Map.of("protocol", protocol))) {
            cluster.setUser("app", "second", with(">first"));
            Files.writeString(folder.resolve("password"), "second");
            play.subscriber.refreshCredentials().get(60, TimeUnit.SECONDS);
            play.publisher.refreshCredentials().get(60, TimeUnit.SECONDS);
            cluster.setUser("app", "second", ALL);
            assertThat(play.settle()).as("failed publishes").isZero();
            assertThat(play.hearings()).allSatisfy(hearing -> {
                assertThat(hearing.gaps()).isEmpty();
                assertThat(hearing.overtaken()).isZero();
            });
        }
    }

    @ParameterizedTest
    @MethodSource("io.fanfare.integration.topology.Wirings#transports")
    void whereTheMarkerIsNotPermittedAGapIsTold(String transport) throws Exception {
        String[] rules = {"+@all", "allkeys", "resetchannels", "&play.*"};
        try (EmbeddedRedis redis =
                        EmbeddedRedis.builder().user("app", "first", rules).start();
                Play play = new Play(
                        site(redis::close, redis.uri()),
                        transport,
                        Map.of("protocol", "resp2", "probe.interval", "0s"))) {
            redis.setUser(
                    "app",
                    "second",
                    Stream.concat(Stream.of(">first"), Stream.of(rules)).toArray(String[]::new));
            Files.writeString(folder.resolve("password"), "second");
            play.subscriber.refreshCredentials().get(60, TimeUnit.SECONDS);
            play.awaitGaps(play.hearings().size());
            assertThat(play.settle()).isZero();
            assertThat(play.hearings())
                    .extracting(Hearing::gaps)
                    .allMatch(gaps -> gaps.size() == 1)
                    .extracting(List::iterator)
                    .extracting(gaps -> gaps.next().cause().code())
                    .containsOnly(ErrorCode.NO_PERMISSION);
        }
    }

    @ParameterizedTest
    @MethodSource("io.fanfare.integration.topology.Wirings#transports")
    void aPasswordThatIsWrongLeavesTheConnectionsAsTheyAre(String transport) throws Exception {
        try (EmbeddedRedis redis =
                        EmbeddedRedis.builder().user("app", "first", ALL).start();
                Play play = new Play(site(redis::close, redis.uri()), transport)) {
            Files.writeString(folder.resolve("password"), "not valid yet");
            assertThat(play.subscriber.refreshCredentials())
                    .failsWithin(Numbers.PATIENCE)
                    .withThrowableThat()
                    .withMessageContaining("WRONGPASS");
            assertThat(play.settle()).isZero();
            assertThat(play.hearings()).allMatch(hearing -> hearing.gaps().isEmpty());
        }
    }

    private static String[] with(String rule) {
        return Stream.concat(Stream.of(rule), Stream.of(ALL)).toArray(String[]::new);
    }

    /** Returns a site whose clients read the password from a file, when they are told to. */
    private Site site(Runnable end, String uri) throws Exception {
        Path file = Files.writeString(folder.resolve("password"), "first");
        return new Site(end, uri)
                .set("username", "app")
                .set("password-file", file.toString())
                .set("credentials.refresh-interval", "0s");
    }
}

package io.fanfare.integration.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.embedded.EmbeddedRedis;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The packaged plug-ins are found by an application, with nothing but their presence, on either path. */
class DiscoveryIT {
    private static final String DECLARATIONS = """
            fanfare-transport-jedis, io.fanfare.spi.TransportProvider, transport jedis
            fanfare-codec-msgpack, io.fanfare.spi.CodecProvider, codec msgpack
            fanfare-compression-zstd, io.fanfare.spi.CompressionProvider, compression zstd
            fanfare-core, io.fanfare.spi.DispatcherProvider, dispatcher""";

    @ParameterizedTest
    @EnumSource
    void exactlyThePlugInsThatShipAreFound(Launch launch) {
        assertThat(launch.probe(Jars.packaged(), "list")).isEqualTo(shipped(launch, "usable"));
    }

    @ParameterizedTest
    @EnumSource
    void eachCarriesAMessage(Launch launch) {
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            assertThat(launch.probe(Jars.packaged(), "use", redis.uri())).isEqualTo(shipped(launch, "used"));
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = DECLARATIONS)
    void aServicesFileThatIsMissingIsNoticedOnTheClassPathAlone(String artifact, String service, String hidden) {
        Jars damaged = DamagedJar.withoutServicesFile(artifact, service);
        assertThat(Launch.CLASS_PATH.probe(damaged, "list")).isEqualTo(shippedWithout(Launch.CLASS_PATH, hidden));
        assertThat(Launch.MODULE_PATH.probe(damaged, "list")).isEqualTo(shipped(Launch.MODULE_PATH, "usable"));
    }

    @ParameterizedTest
    @CsvSource(textBlock = DECLARATIONS)
    void aProvidesThatIsMissingIsNoticedOnTheModulePathAlone(String artifact, String service, String hidden) {
        Jars damaged = DamagedJar.withoutProvides(artifact, service);
        assertThat(Launch.MODULE_PATH.probe(damaged, "list")).isEqualTo(shippedWithout(Launch.MODULE_PATH, hidden));
        assertThat(Launch.CLASS_PATH.probe(damaged, "list")).isEqualTo(shipped(Launch.CLASS_PATH, "usable"));
    }

    private static List<String> shippedWithout(Launch launch, String hidden) {
        return shipped(launch, "usable").stream()
                .filter(line -> !line.startsWith(hidden))
                .toList();
    }

    static List<String> shipped(Launch launch, String state) {
        return Stream.of(
                        "transport jedis | io.fanfare.transport.jedis",
                        "transport lettuce | io.fanfare.transport.lettuce",
                        "transport memory | io.fanfare.transport.memory",
                        "transport redisson | io.fanfare.transport.redisson",
                        "codec auto | io.fanfare",
                        "codec bytes | io.fanfare",
                        "codec json | io.fanfare.codec.json",
                        "codec msgpack | io.fanfare.codec.msgpack",
                        "codec string | io.fanfare",
                        "codec typed | io.fanfare",
                        "compression gzip | io.fanfare",
                        "compression zstd | io.fanfare.compression.zstd",
                        "pool exclusive | io.fanfare",
                        "pool shared | io.fanfare",
                        "dispatcher concurrent | io.fanfare",
                        "dispatcher inline | io.fanfare",
                        "dispatcher ordered | io.fanfare",
                        "dispatcher virtual | io.fanfare")
                .map(line -> line.split(" \\| ", -1))
                .map(parts -> parts[0] + " | " + launch.module(parts[1]) + " | " + state(parts[0], state))
                .toList();
    }

    /** Returns what a plug-in says of itself on the JVM of this test, which is that of the application too. */
    private static String state(String plugIn, String usable) {
        int jdk = Runtime.version().feature();
        return plugIn.equals("dispatcher virtual") && jdk < 21
                ? "virtual threads need JDK 21 or newer, and this is JDK " + jdk
                        + "; run on a newer one, or choose the dispatcher ordered or concurrent"
                : usable;
    }
}

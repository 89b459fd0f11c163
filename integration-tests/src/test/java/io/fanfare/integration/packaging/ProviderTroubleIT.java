package io.fanfare.integration.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.MalformedURLException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What an application is told when its plug-ins are not as they should be, word for word. */
class ProviderTroubleIT {
    @ParameterizedTest
    @EnumSource
    void noTransport(Launch launch) {
        Jars jars = Jars.packaged()
                .without(
                        "fanfare-transport-jedis",
                        "fanfare-transport-lettuce",
                        "fanfare-transport-redisson",
                        "fanfare-transport-memory");
        assertThat(launch.probe(jars, "choose", "transport"))
                .containsExactly("PROVIDER_NOT_FOUND: no transport is present; found: none. Add the artifact"
                        + " io.fanfare:fanfare-transport-… to the module path or class path.");
    }

    @ParameterizedTest
    @EnumSource
    void theOnlyTransport(Launch launch) {
        Jars jars = Jars.packaged()
                .without("fanfare-transport-jedis", "fanfare-transport-lettuce", "fanfare-transport-redisson");
        assertThat(launch.probe(jars, "choose", "transport"))
                .containsExactly("io.fanfare.transport.memory.MemoryTransportProvider");
    }

    @ParameterizedTest
    @EnumSource
    void severalTransportsAndNoneNamed(Launch launch) {
        assertThat(launch.probe(Jars.packaged(), "choose", "transport"))
                .containsExactly("PROVIDER_AMBIGUOUS: several transports are present and none is named; set"
                        + " fanfare.transport to one of: " + transports(launch));
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownId(Launch launch) {
        assertThat(launch.probe(Jars.packaged(), "choose", "transport", "netty"))
                .containsExactly("PROVIDER_NOT_FOUND: no transport with the id 'netty' is present; found: "
                        + transports(launch) + ". Add the artifact io.fanfare:fanfare-transport-netty to the module"
                        + " path or class path, or name one that was found.");
    }

    @ParameterizedTest
    @EnumSource
    void twoOfOneId(Launch launch) {
        Path duplicate = SourceJar.build("duplicate");
        Path memory = Jars.packaged().of("fanfare-transport-memory");
        assertThat(launch.probe(Jars.packaged().with(duplicate), "choose", "transport", "jedis"))
                .containsExactly("PROVIDER_DUPLICATE: two transports have the id 'memory':"
                        + " io.fanfare.duplicate.DuplicateProvider in " + url(duplicate)
                        + " and io.fanfare.transport.memory.MemoryTransportProvider in " + url(memory)
                        + "; remove one of the artifacts");
    }

    @ParameterizedTest
    @EnumSource
    void oneThatThrowsInItsConstructorHidesNoOther(Launch launch) {
        List<String> found = launch.probe(Jars.packaged().with(SourceJar.build("throwing")), "list");
        assertThat(found).containsAll(DiscoveryIT.shipped(launch, "usable"));
        assertThat(found)
                .filteredOn(line -> line.contains("throwing"))
                .singleElement()
                .asString()
                .startsWith("transport io.fanfare.throwing.ThrowingProvider | ")
                .endsWith(" | it failed to load: io.fanfare.spi.TransportProvider: Provider"
                        + " io.fanfare.throwing.ThrowingProvider could not be instantiated"
                        + " (java.lang.IllegalStateException: out of order)");
    }

    @ParameterizedTest
    @MethodSource("missingClients")
    void aTransportWhoseClientIsMissing(String id, String artifact, String reason) {
        Jars jars = Jars.packaged().without(artifact);
        String usable = "transport " + id + " | class path | usable";
        assertThat(Launch.CLASS_PATH.probe(jars, "list"))
                .isEqualTo(DiscoveryIT.shipped(Launch.CLASS_PATH, "usable").stream()
                        .map(line -> line.equals(usable) ? line.replace("usable", reason) : line)
                        .toList());
        assertThat(Launch.CLASS_PATH.probe(jars, "choose", "transport", id))
                .containsExactly("PROVIDER_UNAVAILABLE: transport '" + id + "' cannot work here: " + reason);

        Child command = Launch.CLASS_PATH.run(jars, "io.fanfare.cli", "io.fanfare.cli.Main", "providers");
        assertThat(command.exit()).as(command.toString()).isZero();
        assertThat(command.out()).contains("not usable: " + reason);
    }

    static Stream<Arguments> missingClients() {
        return Stream.of(
                arguments(
                        "jedis",
                        "jedis",
                        "Jedis cannot be loaded (java.lang.ClassNotFoundException: redis.clients.jedis.Connection);"
                                + " add the artifact redis.clients:jedis, 7.0.0 or newer"),
                arguments(
                        "lettuce",
                        "lettuce-core",
                        "class io.lettuce.core.RedisClient is missing or does not load: put io.lettuce:lettuce-core"
                                + " and the Netty that it needs on the path"),
                arguments(
                        "redisson",
                        "redisson",
                        "Redisson is not on the path (java.lang.ClassNotFoundException:"
                                + " org.redisson.client.RedisClient); add org.redisson:redisson 4.x"));
    }

    @ParameterizedTest
    @CsvSource({
        "jedis, redis.clients.jedis, io.fanfare.transport.jedis",
        "lettuce-core, lettuce.core, io.fanfare.transport.lettuce",
        "redisson, redisson, io.fanfare.transport.redisson"
    })
    void onTheModulePathTheJvmItselfNamesTheMissingClient(String artifact, String client, String module) {
        Child probe = Launch.MODULE_PATH.run(
                Jars.packaged().without(artifact).with(SourceJar.build("probe")),
                "io.fanfare.probe",
                "io.fanfare.probe.Probe",
                "list");
        assertThat(probe.exit()).isNotZero();
        assertThat(probe.toString()).contains("Module " + client + " not found, required by " + module);
    }

    private static String url(Path jar) {
        try {
            return jar.toUri().toURL().toString();
        } catch (MalformedURLException e) {
            throw new AssertionError(jar.toString(), e);
        }
    }

    private static String transports(Launch launch) {
        return "jedis (" + launch.module("io.fanfare.transport.jedis") + "), lettuce ("
                + launch.module("io.fanfare.transport.lettuce") + "), memory ("
                + launch.module("io.fanfare.transport.memory") + "), redisson ("
                + launch.module("io.fanfare.transport.redisson") + ")";
    }
}

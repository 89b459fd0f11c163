package io.fanfare.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinaryLookupTest {
    @TempDir
    Path folder;

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final BinaryLookup lookup = new BinaryLookup(properties::get, environment::get);

    @BeforeEach
    void onThisPlatform() {
        properties.put("os.name", System.getProperty("os.name"));
        properties.put("os.arch", System.getProperty("os.arch"));
    }

    @Test
    void theBuilderWinsOverPropertyOverEnvironmentOverPath() throws IOException {
        Path builder = binary("builder");
        Path property = binary("property");
        Path variable = binary("variable");
        Path onPath = binary("path");
        properties.put("fanfare.embedded.binary", property.toString());
        environment.put("FANFARE_EMBEDDED_BINARY", variable.toString());
        environment.put("PATH", folder.resolve("path").toString());

        assertThat(find(builder)).isEqualTo(new Binary(builder, "configured"));
        assertThat(find(null)).isEqualTo(new Binary(property, "configured"));
        properties.put("fanfare.embedded.binary", " ");
        assertThat(find(null)).isEqualTo(new Binary(variable, "configured"));
        environment.remove("FANFARE_EMBEDDED_BINARY");
        assertThat(find(null)).isEqualTo(new Binary(onPath, "PATH"));
    }

    @Test
    void thePathIsSearchedInOrderForExecutableFiles() throws IOException {
        Path notExecutable = binary("first");
        assertThat(notExecutable.toFile().setExecutable(false)).isTrue();
        Files.createDirectories(folder.resolve("second/redis-server"));
        Path third = binary("third");
        binary("fourth");
        environment.put(
                "PATH",
                String.join(
                        File.pathSeparator,
                        "",
                        folder.resolve("first").toString(),
                        folder.resolve("missing").toString(),
                        folder.resolve("second").toString(),
                        folder.resolve("third").toString(),
                        folder.resolve("fourth").toString()));
        assertThat(find(null)).isEqualTo(new Binary(third, "PATH"));
    }

    @Test
    void theShippedBinaryComesLastAndIsExtractedOnceForAllUses() {
        environment.put("PATH", folder.toString());
        Binary first = find(null);
        Binary second = find(null);
        assertThat(first.origin()).isEqualTo("shipped");
        assertThat(first.path()).isExecutable().isEqualTo(second.path());
        first.release();
        assertThat(second.path()).exists();
        second.release();
        assertThat(second.path().getParent()).doesNotExist();
    }

    @Test
    void aConfiguredBinaryIsNeverReplacedByAnotherOne() throws IOException {
        binary("path");
        environment.put("PATH", folder.resolve("path").toString());
        Path missing = folder.resolve("missing");

        properties.put("fanfare.embedded.binary", missing.toString());
        assertThatThrownBy(() -> find(null))
                .isInstanceOf(EmbeddedRedisException.class)
                .hasMessageContainingAll("system property fanfare.embedded.binary", "does not exist", "missing");
        properties.put("fanfare.embedded.binary", folder.toString());
        assertThatThrownBy(() -> find(null)).hasMessageContaining("is not a file");
        properties.put("fanfare.embedded.binary", "\0");
        assertThatThrownBy(() -> find(null)).hasMessageContaining("no path");
        properties.remove("fanfare.embedded.binary");

        environment.put("FANFARE_EMBEDDED_BINARY", missing.toString());
        assertThatThrownBy(() -> find(null))
                .hasMessageContainingAll("environment variable FANFARE_EMBEDDED_BINARY", "does not exist");
        Path text = Files.writeString(folder.resolve("text"), "no program");
        assertThatThrownBy(() -> find(text)).hasMessageContainingAll("the builder", "not executable");
    }

    @Test
    void aPlatformWithoutABinaryIsToldTheWayOut() {
        properties.put("os.name", "Windows 11");
        properties.put("os.arch", "amd64");
        environment.put("PATH", folder.toString());
        assertThatThrownBy(() -> find(null))
                .isInstanceOf(EmbeddedRedisException.class)
                .hasMessageContainingAll(
                        "Windows 11 on amd64",
                        "redis-server.exe",
                        folder.toString(),
                        "linux-amd64",
                        "--uri redis://host:port",
                        "fanfare.embedded.binary",
                        "FANFARE_EMBEDDED_BINARY");
    }

    @Test
    void platformsAreNamedAsTheJvmNamesThem() {
        assertThat(new Platform("Linux", "amd64").resource()).contains("redis-server-7.0.15-linux-amd64");
        assertThat(new Platform("Linux", "aarch64").resource()).contains("redis-server-7.0.15-linux-arm64");
        assertThat(new Platform("Linux", "i386").resource()).contains("redis-server-7.0.15-linux-386");
        assertThat(new Platform("Mac OS X", "x86_64").resource()).contains("redis-server-7.0.15-darwin-amd64");
        assertThat(new Platform("Mac OS X", "aarch64").resource()).contains("redis-server-7.0.15-darwin-arm64");
        assertThat(new Platform("Linux", "s390x").resource()).isEmpty();
        assertThat(new Platform("FreeBSD", "amd64").resource()).isEmpty();
    }

    @Test
    void aBinaryIsShippedForEveryListedPlatform() {
        for (String platform : Platform.SHIPPED) {
            assertThat(BinaryLookup.class.getClassLoader().getResource("redis-server-7.0.15-" + platform))
                    .as(platform)
                    .isNotNull();
        }
    }

    @Test
    void oneOnThePathThatLacksWhatIsNeededIsPassedOver() throws IOException {
        Path old = script("old", "echo 'Redis server v=6.0.16 sha=0'");
        assertThat(new Needs(7, false).metBy(old)).isFalse();
        assertThat(new Needs(6, false).metBy(old)).isTrue();
        assertThat(new Needs(6, true).metBy(old)).isFalse();
        assertThat(new Needs(7, false).metBy(script("valkey", "echo 'Valkey server v=8.1.0'")))
                .isTrue();
        assertThat(new Needs(7, false).metBy(folder.resolve("missing"))).isFalse();

        environment.put("PATH", old.getParent().toString());
        assertThat(lookup.find(null, Needs.NOTHING).origin()).isEqualTo("PATH");
        Binary shipped = lookup.find(null, new Needs(7, true));
        assertThat(shipped.origin()).isEqualTo("shipped");
        assertThat(new Needs(7, true).metBy(shipped.path())).isTrue();
        environment.put("PATH", shipped.path().getParent().toString());
        assertThat(lookup.find(null, new Needs(7, true)).origin()).isEqualTo("PATH");
        shipped.release();
    }

    private Path script(String name, String body) throws IOException {
        return EmbeddedRedisTest.script(Files.createDirectories(folder.resolve(name)), body);
    }

    private Binary find(Path preferred) {
        return lookup.find(preferred, Needs.NOTHING);
    }

    private Path binary(String name) throws IOException {
        Path file =
                Files.createFile(Files.createDirectories(folder.resolve(name)).resolve("redis-server"));
        assertThat(file.toFile().setExecutable(true)).isTrue();
        return file;
    }
}

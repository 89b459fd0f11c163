package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Option;
import io.fanfare.spi.OverflowPolicy;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TransportOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path folder;

    @Test
    void systemPropertiesCountBeforeTheEnvironmentAndThatBeforeTheFile() throws IOException {
        Path file = Files.writeString(
                folder.resolve("fanfare.properties"),
                "fanfare.transport=file\nfanfare.codec=file\nfanfare.pool=file\nfanfare.queue.overflow=drop-newest\n");
        Properties system = new Properties();
        system.setProperty("fanfare.transport", "system");
        Map<Option<?>, Object> values = SettingSources.read(
                file.toUri().toURL(),
                Map.of("FANFARE_TRANSPORT", "environment", "FANFARE_CODEC", "environment"),
                system);
        assertThat(values)
                .containsEntry(ClientSettings.TRANSPORT, "system")
                .containsEntry(ClientSettings.CODEC, "environment")
                .containsEntry(ClientSettings.POOL, "file")
                .containsEntry(DispatchSettings.QUEUE_OVERFLOW, OverflowPolicy.DROP_NEWEST);
    }

    @Test
    void aBuilderCallCountsBeforeEverything() {
        Settings.Builder builder = new Settings.Builder();
        builder.set("fanfare.queue.messages", "10");
        builder.set(DispatchSettings.QUEUE_BYTES, 20);
        assertThat(builder.build().queueLimits().maxMessages()).isEqualTo(10);
        assertThat(builder.build().queueLimits().maxBytes()).isEqualTo(20);
    }

    @Test
    void unknownOptionsAreRefusedWithTheKnownOnes() throws IOException {
        refuses(
                () -> Fanfare.builder().set("transprot", "jedis"),
                "'transprot', set by a builder call, is no option; there are: address-map, address-mapper, audit.interval, bus.local-shortcut, channel-prefix, client-name, codec");
        Path file = Files.writeString(folder.resolve("fanfare.properties"), "fanfare.transprot=jedis");
        var url = file.toUri().toURL();
        refuses(() -> SettingSources.read(url, Map.of(), new Properties()), "'fanfare.transprot', set by " + url);
    }

    @Test
    void valuesOutOfRangeAreRefusedWithTheirSource() {
        refuses(
                () -> Fanfare.builder().set("queue.messages", "0"),
                "'0' is no value for queue.messages; it takes 1 to 16777216");
        refuses(
                () -> SettingSources.read(null, Map.of("FANFARE_PUBLISH_TIMEOUT", "soon"), new Properties()),
                "the environment variable FANFARE_PUBLISH_TIMEOUT: CONFIGURATION_INVALID: 'soon' is no value for"
                        + " publish.timeout; it takes 0s to 10m");
        refuses(
                () -> Fanfare.builder()
                        .set("reconnect.min-backoff", "10s")
                        .set("reconnect.max-backoff", "1s")
                        .build(),
                "reconnect.min-backoff 10s is longer than reconnect.max-backoff 1s");
    }

    @Test
    void thePasswordComesFromTheKeyThenTheUri() {
        assertThat(credentials("uri", "redis://alice:in-uri@h")).isEqualTo("alice in-uri");
        assertThat(credentials("uri", "redis://alice:in-uri@h", "password", "key"))
                .isEqualTo("alice key");
        assertThat(credentials("uri", "redis://:in-uri@h", "username", "bob")).isEqualTo("bob in-uri");
        assertThat(PasswordSource.of(new Settings.Builder().build())).isNull();
        refuses(() -> credentials("username", "bob"), "username bob is set without a password");
    }

    @Test
    void aPasswordFileIsReadAtEachConnect() throws IOException {
        Path file = Files.writeString(folder.resolve("password"), "one\n");
        Settings.Builder builder = new Settings.Builder();
        builder.set("password-file", file.toString());
        var source = builder.build().transportOptions().find(TransportOptions.CREDENTIALS);
        assertThat(source.get().password()).isEqualTo("one");
        Files.writeString(file, "two\n");
        assertThat(source.get().password()).isEqualTo("two");
        Files.delete(file);
        refuses(() -> assertThat(source.get()).isNull(), "password-file " + file + " cannot be read");
    }

    private static String credentials(String... keysAndValues) {
        Settings.Builder builder = new Settings.Builder();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            builder.set(keysAndValues[i], keysAndValues[i + 1]);
        }
        var credentials = builder.build()
                .transportOptions()
                .find(TransportOptions.CREDENTIALS)
                .get();
        return credentials.username() + " " + credentials.password();
    }

    @Test
    void everyOptionIsDocumentedAsItIs() throws IOException {
        String page = Files.readString(Path.of("..", "..", "docs", "configuration.md"));
        List<String> rows =
                page.lines().filter(line -> line.startsWith("| `fanfare.")).toList();
        assertThat(rows).hasSameSizeAs(Settings.options());
        for (Option<?> option : Settings.options()) {
            String preset = option.defaultValue() == null ? "" : "`" + Option.written(option.defaultValue()) + "`";
            preset = option == DispatchSettings.DISPATCH_THREADS ? "processors, at least 2" : preset;
            preset = option == DispatchSettings.QUEUE_TOTAL_BYTES ? "a quarter of the largest heap" : preset;
            assertThat(rows)
                    .contains("| `fanfare." + option.name() + "` | " + preset + " | " + option.range() + " | "
                            + option.description() + " |");
        }
    }

    private static void refuses(Runnable configuring, String words) {
        assertThatThrownBy(configuring::run).isInstanceOfSatisfying(PubSubException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID);
            assertThat(e).hasMessageContaining(words);
        });
    }
}

package io.fanfare.transport.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Provider;
import io.fanfare.spi.TransportProvider;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LettuceTransportProviderTest {
    @Test
    void isDeclaredForTheModulePathAndForTheClassPath() throws Exception {
        assertThat(LettuceTransportProvider.class.getModule().getDescriptor().provides())
                .anyMatch(provided -> provided.service().equals(TransportProvider.class.getName())
                        && provided.providers().equals(List.of(LettuceTransportProvider.class.getName())));
        String file = "/META-INF/services/" + TransportProvider.class.getName();
        try (InputStream declared = LettuceTransportProvider.class.getResourceAsStream(file)) {
            assertThat(new String(declared.readAllBytes(), StandardCharsets.UTF_8).strip())
                    .isEqualTo(LettuceTransportProvider.class.getName());
        }
    }

    @Test
    void namesTheVersionOfLettuce() {
        assertThat(new LettuceTransportProvider().availability().detail()).matches("Lettuce \\d+\\.\\d+\\..*");
    }

    @Test
    void isConstructedAndExplainsItselfWithoutLettuceOnThePath() throws Exception {
        // the platform class loader would find the modules of this JVM
        URL[] path = {location(LettuceTransportProvider.class), location(Provider.class)};
        try (URLClassLoader bare = new URLClassLoader(path, null)) {
            Class<?> type = bare.loadClass(LettuceTransportProvider.class.getName());
            Object provider = type.getConstructor().newInstance();
            assertThat(type.getMethod("id").invoke(provider)).isEqualTo("lettuce");
            assertThat(type.getMethod("capabilities").invoke(provider).toString())
                    .contains("SHARD_CHANNELS");
            assertThat(type.getMethod("availability").invoke(provider).toString())
                    .contains("isUsable=false")
                    .contains("io.lettuce:lettuce-core");
        }
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}

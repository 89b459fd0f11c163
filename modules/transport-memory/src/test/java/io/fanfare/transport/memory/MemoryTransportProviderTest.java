package io.fanfare.transport.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanfare.spi.Capability;
import io.fanfare.spi.Protocol;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.util.ServiceLoader;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class MemoryTransportProviderTest {
    private final TransportProvider provider = new MemoryTransportProvider();

    @Test
    void isAService() throws IOException {
        MemoryTransportProviderTest.class.getModule().addUses(TransportProvider.class);
        assertThat(ServiceLoader.load(TransportProvider.class))
                .hasExactlyElementsOfTypes(MemoryTransportProvider.class);
        try (InputStream services = MemoryTransportProvider.class.getResourceAsStream(
                "/META-INF/services/io.fanfare.spi.TransportProvider")) {
            assertThat(new String(services.readAllBytes(), StandardCharsets.UTF_8).strip())
                    .isEqualTo(MemoryTransportProvider.class.getName());
        }
    }

    @Test
    void tellsWhatItIs() {
        assertThat(provider.id()).isEqualTo("memory");
        assertThat(provider.availability().isUsable()).isTrue();
        assertThat(provider.reachesRedis()).isFalse();
        assertThat(provider.capabilities())
                .containsExactlyInAnyOrder(
                        Capability.PATTERNS,
                        Capability.SHARD_CHANNELS,
                        Capability.COMMANDS,
                        Capability.PING,
                        Capability.SUBSCRIBED_COMMANDS,
                        Capability.PAUSE,
                        Capability.BATCHES);
        try (Transport transport = provider.open(TransportOptions.defaults())) {
            assertThat(transport.capabilities()).isEqualTo(provider.capabilities());
        }
    }

    @Test
    void refusesRequiredOptionsThatItCannotHonour() throws NoSuchAlgorithmException {
        TransportOptions resp3 = TransportOptions.defaults().with(TransportOptions.PROTOCOL, Protocol.RESP3);
        TransportOptions tls = TransportOptions.defaults().with(TransportOptions.SSL_CONTEXT, SSLContext.getDefault());

        assertThatThrownBy(() -> provider.open(resp3))
                .isInstanceOf(PubSubException.class)
                .hasMessageContaining("UNSUPPORTED")
                .hasMessageContaining("RESP3");
        assertThatThrownBy(() -> provider.open(tls))
                .isInstanceOf(PubSubException.class)
                .hasMessageContaining("ssl-context");
    }

    @Test
    void refusesAnOutputLimitBelowOneByte() {
        assertThatThrownBy(() -> new MemoryTransportProvider(0)).hasMessageContaining("output limit 0");
    }
}

package io.fanfare.transport.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanfare.spi.Capability;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class JedisTransportProviderTest {
    @Test
    void isFoundAsAService() {
        getClass().getModule().addUses(TransportProvider.class);

        assertThat(ServiceLoader.load(TransportProvider.class))
                .singleElement()
                .isInstanceOf(JedisTransportProvider.class)
                .extracting(TransportProvider::id)
                .isEqualTo("jedis");
    }

    @Test
    void tellsTheVersionOfJedis() {
        assertThat(new JedisTransportProvider().availability().isUsable()).isTrue();
        assertThat(new JedisTransportProvider().availability().detail()).matches("Jedis \\d+\\.\\d+\\.\\d+");
    }

    @Test
    void withoutJedisItIsConstructedAndSaysWhatIsMissing() throws Exception {
        URL[] withoutJedis = {
            JedisTransportProvider.class.getProtectionDomain().getCodeSource().getLocation(),
            TransportProvider.class.getProtectionDomain().getCodeSource().getLocation()
        };
        try (URLClassLoader loader = new URLClassLoader(withoutJedis, null)) {
            Class<?> type = loader.loadClass(JedisTransportProvider.class.getName());
            Object provider = type.getConstructor().newInstance();

            assertThat(type.getMethod("id").invoke(provider)).isEqualTo("jedis");
            assertThat(type.getMethod("capabilities").invoke(provider).toString())
                    .contains("PATTERNS");
            assertThat(type.getMethod("availability").invoke(provider).toString())
                    .contains("isUsable=false", "redis.clients:jedis");
        }
    }

    @Test
    void opensWithoutAThread() {
        try (var transport = new JedisTransportProvider().open(TransportOptions.defaults())) {
            assertThat(transport.capabilities())
                    .contains(Capability.PAUSE, Capability.BATCHES, Capability.RESP3, Capability.TLS)
                    .contains(Capability.UNIX_SOCKET)
                    .doesNotContain(Capability.SELF_HEALING);
            assertThat(Session.threads()).isEmpty();
        }
    }

    @Test
    void refusesAClientNameWithASpace() {
        TransportOptions options = TransportOptions.defaults().with(TransportOptions.CLIENT_NAME, "two words");

        assertThatThrownBy(() -> new JedisTransportProvider().open(options))
                .isInstanceOf(PubSubException.class)
                .hasMessageContaining("two words")
                .extracting(e -> ((PubSubException) e).code())
                .isEqualTo(ErrorCode.CONFIGURATION_INVALID);
    }
}

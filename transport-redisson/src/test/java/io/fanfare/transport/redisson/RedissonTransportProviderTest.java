package io.fanfare.transport.redisson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanfare.spi.Availability;
import io.fanfare.spi.Capability;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RedissonTransportProviderTest {
    @Test
    void isDeclaredForTheModulePathAndForTheClassPath() throws IOException {
        String name = RedissonTransportProvider.class.getName();
        assertThat(RedissonTransportProvider.class.getModule().getDescriptor().provides())
                .singleElement()
                .satisfies(provides -> assertThat(provides.providers()).containsExactly(name));
        String file = "/META-INF/services/" + TransportProvider.class.getName();
        try (InputStream services = RedissonTransportProvider.class.getResourceAsStream(file)) {
            assertThat(new String(services.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(name + "\n");
        }
    }

    @Test
    void saysWhichRedissonItUsesAndWhatItCan() {
        TransportProvider provider = new RedissonTransportProvider();
        assertThat(provider.id()).isEqualTo("redisson");
        assertThat(provider.availability().isUsable()).isTrue();
        assertThat(provider.availability().detail()).matches("Redisson 4\\.\\d+\\.\\d+");
        assertThat(provider.capabilities())
                .contains(Capability.BATCHES, Capability.PAUSE, Capability.SHARD_CHANNELS)
                .doesNotContain(Capability.SELF_HEALING);
    }

    @Test
    void withoutRedissonItIsConstructedAndSaysWhatIsMissing() throws Exception {
        TransportProvider provider = (TransportProvider) new WithoutRedisson()
                .loadClass(RedissonTransportProvider.class.getName())
                .getConstructor()
                .newInstance();
        Availability availability = provider.availability();
        assertThat(availability.isUsable()).isFalse();
        assertThat(availability.detail()).contains("org.redisson:redisson");
        assertThatThrownBy(() -> provider.open(TransportOptions.defaults()))
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE));
    }

    /** Sees this module's classes anew, and neither Redisson nor Netty. */
    private static final class WithoutRedisson extends ClassLoader {
        WithoutRedisson() {
            super(RedissonTransportProvider.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.redisson.") || name.startsWith("io.netty.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("io.fanfare.transport.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try (InputStream bytes = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] all = bytes.readAllBytes();
                return defineClass(name, all, 0, all.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}

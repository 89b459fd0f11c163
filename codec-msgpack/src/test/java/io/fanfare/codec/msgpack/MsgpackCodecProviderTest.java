package io.fanfare.codec.msgpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fanfare.codec.samples.ClosedModule;
import io.fanfare.spi.Availability;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MsgpackCodecProviderTest {
    @Test
    void isProvidedByItsModule() {
        assertThat(MsgpackCodecProvider.class.getModule().getDescriptor().provides())
                .anySatisfy(each -> {
                    assertThat(each.service()).isEqualTo(CodecProvider.class.getName());
                    assertThat(each.providers()).containsExactly(MsgpackCodecProvider.class.getName());
                });
    }

    @Test
    void isNamedForTheClassPathToo() throws IOException {
        try (InputStream services =
                MsgpackCodecProvider.class.getResourceAsStream("/META-INF/services/io.fanfare.spi.CodecProvider")) {
            assertThat(new String(services.readAllBytes(), StandardCharsets.UTF_8).strip())
                    .isEqualTo(MsgpackCodecProvider.class.getName());
        }
    }

    @Test
    void tellsTheLibrary() {
        Availability availability = new MsgpackCodecProvider().availability();
        assertThat(availability.isUsable()).isTrue();
        assertThat(availability.detail()).matches("Jackson 3\\.\\d+\\.\\d+.*");
    }

    @Test
    void tellsThatJacksonIsMissing() throws Exception {
        URL[] withoutJackson = {location(MsgpackCodecProvider.class), location(CodecProvider.class)};
        try (URLClassLoader loader = new URLClassLoader(withoutJackson, null)) {
            Class<?> type = loader.loadClass(MsgpackCodecProvider.class.getName());
            assertThat(type.getMethods()).isNotEmpty();
            Object provider = type.getConstructor().newInstance();
            assertThat(type.getMethod("id").invoke(provider)).isEqualTo("msgpack");
            Object availability = type.getMethod("availability").invoke(provider);
            assertThat(availability.getClass().getMethod("isUsable").invoke(availability))
                    .isEqualTo(false);
            assertThat(availability.toString()).contains("tools.jackson.core:jackson-databind");
        }
    }

    @Test
    void tellsWhichPackageToOpenToWhichModule() throws Exception {
        for (String name : List.of("shop.closed.Secret", "shop.closed.Hidden")) {
            Class<?> closed = ClosedModule.load("shop.closed", name);
            PubSubException failure = catchThrowableOfType(
                    PubSubException.class,
                    () -> new MsgpackCodecProvider().codec(TypeRef.of(closed)).decode(Payload.of(new byte[] {
                        (byte) 0x81, (byte) 0xA4, 'w', 'o', 'r', 'd', (byte) 0xA1, 'x'
                    })));
            assertThat(failure)
                    .hasMessageContaining("Jackson cannot reach package shop.closed")
                    .hasMessageContaining("opens shop.closed to tools.jackson.databind;");
        }
    }

    private static URL location(Class<?> type) {
        return type.getProtectionDomain().getCodeSource().getLocation();
    }
}

package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Address;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectionTest {
    private static PubSubException refusal(String message) {
        return new PubSubException(ErrorCode.MOVED, message);
    }

    @ParameterizedTest
    @CsvSource({
        "MOVED 3999 127.0.0.1:6381,127.0.0.1,6381",
        "MOVED 0 redis-1.example.org:7000,redis-1.example.org,7000",
        "MOVED 16383 ::1:7000,::1,7000",
        "MOVED 16383 2001:db8::8a2e:370:7334:65535,2001:db8::8a2e:370:7334,65535",
        "h:1 refused SPUBLISH orders: MOVED 3999 10.0.0.2:1; it was at h:1,10.0.0.2,1"
    })
    void tellsWhereTheSlotIs(String message, String host, int port) {
        assertThat(Redirection.address(refusal(message))).isEqualTo(new Address(host, port));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CLUSTERDOWN Hash slot not served",
                "MOVED 3999",
                "MOVED 3999 :6381",
                "MOVED 3999 ?:6381",
                "MOVED 3999 h:0",
                "MOVED 3999 h:65536",
                "MOVED 3999 h:123456",
                "MOVED orders h:6381",
                "ASK 3999 h:6381",
                "REMOVED 3999 h:6381",
                ""
            })
    void isSilentWhereNoAddressIsNamed(String message) {
        assertThat(Redirection.address(refusal(message))).isNull();
    }
}

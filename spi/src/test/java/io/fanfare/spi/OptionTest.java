package io.fanfare.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionTest {
    @ParameterizedTest
    @CsvSource({"250ms, PT0.25S", "2s, PT2S", "5m, PT5M", "PT1.5S, PT1.5S", "500MS, PT0.5S"})
    void readsLengthsOfTime(String text, Duration value) {
        assertThat(TransportOptions.CONNECT_TIMEOUT.parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({"PT0.25S, 250ms", "PT2S, 2s", "PT5M, 5m", "PT3H, 3h", "PT90S, 90s", "PT0S, 0s"})
    void writesLengthsOfTime(Duration value, String text) {
        assertThat(Option.written(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0ms", "11m", "-2s", "soon", "2", "''", "999999999999h"})
    void refusesLengthsOutOfRange(String text) {
        assertThatThrownBy(() -> TransportOptions.CONNECT_TIMEOUT.parse(text))
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID))
                .hasMessageContaining("'" + text + "' is no value for connect-timeout; it takes 1ms to 10m");
    }

    @Test
    void readsConstantsAndNumbersAndTruth() {
        assertThat(TransportOptions.PROTOCOL.parse("RESP2")).isEqualTo(Protocol.RESP2);
        assertThat(TransportOptions.PROTOCOL.range()).isEqualTo("auto, resp2, resp3");
        assertThat(TransportOptions.IO_THREADS.parse(" 16 ")).isEqualTo(16);
        assertThat(TransportOptions.TCP_NO_DELAY.parse("False")).isFalse();
        assertThatThrownBy(() -> TransportOptions.TCP_NO_DELAY.parse("yes")).hasMessageContaining("true or false");
        assertThatThrownBy(() -> TransportOptions.IO_THREADS.parse("0")).hasMessageContaining("1 to 256");
        assertThatThrownBy(() -> TransportOptions.CLIENT_NAME.parse("a\nb")).hasMessageContaining("client-name");
    }

    @Test
    void transportOptionsKeepTheirValuesAndRefuseStrangers() {
        TransportOptions options = TransportOptions.defaults().with(TransportOptions.CLIENT_NAME, "shop");
        assertThat(options.get(TransportOptions.CLIENT_NAME)).isEqualTo("shop");
        assertThat(options.get(TransportOptions.CONNECT_TIMEOUT)).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.find(TransportOptions.SSL_CONTEXT)).isNull();
        assertThatThrownBy(() -> options.with(TransportOptions.IO_THREADS, -5))
                .hasMessageContaining("'-5' is no value for io-threads; it takes 1 to 256");
        assertThatThrownBy(() -> options.with(TransportOptions.CONNECT_TIMEOUT, Duration.ofDays(200_000)))
                .hasMessageContaining("4800000h");
        Option<Boolean> stranger = Option.bool("stranger", true, Option.Strictness.HINT, "");
        assertThatThrownBy(() -> options.with(stranger, false))
                .hasMessageContaining("stranger is not an option of a transport; those are [connect-timeout,");
    }

    @Test
    void typesKeepTheirArguments() {
        assertThat(new TypeRef<List<String>>() {}).hasToString("java.util.List<java.lang.String>");
        assertThat(new TypeRef<List<String>>() {})
                .isEqualTo(new TypeRef<List<String>>() {})
                .isNotEqualTo(new TypeRef<List<Integer>>() {});
        assertThat(TypeRef.of(String.class).type()).isEqualTo(String.class);
    }

    @Test
    void repliesAreEqualByContent() {
        Reply one = new Reply.OfMap(Map.of(new Reply.OfBytes(new byte[] {1}), new Reply.OfNumber(2)));
        Reply two = new Reply.OfMap(Map.of(new Reply.OfBytes(new byte[] {1}), new Reply.OfNumber(2)));
        assertThat(one).isEqualTo(two);
        assertThat(new Reply.OfError("NOPERM no").prefix()).isEqualTo("NOPERM");
    }
}

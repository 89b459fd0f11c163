package io.fanfare.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanfare.spi.Endpoint.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @Test
    void aHostAloneMeansPort6379WithoutTls() {
        assertThat(Endpoint.parse("redis://localhost"))
                .isEqualTo(new Endpoint(Shape.STANDALONE, List.of(new Address("localhost", 6379)), false, null, null));
    }

    @Test
    void everyPartIsRead() {
        Endpoint endpoint = Endpoint.parse("rediss+sentinel://al%40ice:p%3a+w@one:1,[::1]:2,three/events");
        assertThat(endpoint.shape()).isEqualTo(Shape.SENTINEL);
        assertThat(endpoint.tls()).isTrue();
        assertThat(endpoint.seeds())
                .containsExactly(new Address("one", 1), new Address("::1", 2), new Address("three", 26379));
        assertThat(endpoint.masterName()).isEqualTo("events");
        assertThat(endpoint.credentials()).isEqualTo(Credentials.of("al@ice", "p:+w"));
    }

    @Test
    void aSocketIsAnAbsolutePath() {
        Endpoint endpoint = Endpoint.parse("redis+unix://:secret@/run/redis.sock");
        assertThat(endpoint.seeds()).containsExactly(Address.ofSocket("/run/redis.sock"));
        assertThat(endpoint.credentials()).isEqualTo(Credentials.of(null, "secret"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "redis://localhost:6379",
                "rediss://[::1]:6380",
                "redis+cluster://a:1,b:2",
                "redis+sentinel://a:1,b:2/master",
                "redis+unix:///run/redis.sock"
            })
    void theTextFormIsReadBack(String uri) {
        assertThat(Endpoint.parse(uri)).hasToString(uri);
    }

    @Test
    void thePasswordIsNeverShown() {
        assertThat(Endpoint.parse("redis://alice:hunter2@h")).hasToString("redis://alice:***@h:6379");
        for (String broken :
                new String[] {"redis://alice:hunter2@h:port", "alice:hunter2@h", "http://alice:hunter2@h"}) {
            assertThatThrownBy(() -> Endpoint.parse(broken)).hasMessageNotContaining("hunter2");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            localhost:6379            | it has no scheme
            http://localhost          | scheme http is none of redis,
            redis+tcp://localhost     | scheme redis+tcp is none of redis,
            rediss+unix:///s          | a Unix domain socket has no TLS
            redis+unix://s            | the path of the socket is not absolute
            redis://                  | it names no host
            redis://h:                | port '' is not a number
            redis://h:70000           | port 70000 is outside 1 to 65535
            redis://h:0               | port 0 is outside 1 to 65535
            redis://h/3               | Pub/Sub ignores database numbers
            redis://a,b               | it names 2 servers
            redis://user@h            | it names a user without a password
            redis://:100%@h           | a % in the user or password
            redis://h?timeout=1       | it has a query
            redis+sentinel://h        | it does not name the master
            redis://::1               | '::1' is no host
            redis://[::1              | '[::1' is no host
            """)
    void whatIsNoUriIsRefusedWithTheReason(String uri, String reason) {
        assertThatThrownBy(() -> Endpoint.parse(uri)).isInstanceOfSatisfying(PubSubException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID);
            assertThat(e).hasMessageContaining(reason);
        });
    }

    @Test
    void nodesExpectTheHostInTheCertificate() {
        Address address = new Address("h", 1);
        assertThat(Endpoint.parse("rediss://h:1").node(address)).isEqualTo(new Node(address, address, "h"));
        assertThat(Endpoint.parse("redis://h:1").node(address).isTls()).isFalse();
        assertThat(new Node(new Address("10.0.0.1", 2), address, null)).hasToString("h:1 (at 10.0.0.1:2)");
    }
}

package io.fanfare.integration.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.embedded.EmbeddedTls;
import io.fanfare.spi.Address;
import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS: whom a connection trusts, and by what name it knows the server. */
class TlsIT {
    private static final String TO_REDIS = "io.fanfare.integration.transport.Wiring#toRedis";

    private static EmbeddedTls certificates;
    private static EmbeddedRedis redis;
    private static EmbeddedRedis named;
    private static EmbeddedRedis strict;

    @BeforeAll
    static void start() {
        certificates = EmbeddedTls.create();
        redis = EmbeddedRedis.builder().tls(certificates).start();
        named = EmbeddedRedis.builder()
                .tls(certificates.forServerNames("redis.example"))
                .start();
        strict = EmbeddedRedis.builder()
                .tls(certificates.requireClientCertificate())
                .start();
    }

    @AfterAll
    static void stop() {
        redis.close();
        named.close();
        strict.close();
    }

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void aServerOfATrustedAuthorityIsReached(Wiring wiring) {
        works(wiring, node(redis, redis.host()), certificates.anonymousSslContext());
        works(wiring, node(redis, "localhost"), certificates.anonymousSslContext());
    }

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void aServerOfAnotherAuthorityIsRefused(Wiring wiring) {
        isRefused(wiring, node(redis, redis.host()), null);
        isRefused(wiring, node(redis, redis.host()), EmbeddedTls.create().anonymousSslContext());
    }

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void aServerWhoseCertificateNamesAnotherIsRefused(Wiring wiring) {
        isRefused(wiring, node(named, named.host()), certificates.anonymousSslContext());
        isRefused(wiring, node(redis, "redis.example"), certificates.anonymousSslContext());
    }

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void theNameThatCountsIsTheAnnouncedOneAndNotTheAddress(Wiring wiring) {
        works(wiring, node(named, "redis.example"), certificates.anonymousSslContext());
    }

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void aServerThatWantsACertificateGetsIt(Wiring wiring) {
        works(wiring, node(strict, strict.host()), certificates.clientSslContext());
        isRefused(wiring, node(strict, strict.host()), certificates.anonymousSslContext());
    }

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void aServerInClearIsNoServerWithTls(Wiring wiring) {
        try (EmbeddedRedis clear = EmbeddedRedis.start()) {
            // it waits for the rest of what it takes for a command
            TransportOptions options = wiring.options()
                    .with(TransportOptions.SSL_CONTEXT, certificates.anonymousSslContext())
                    .with(TransportOptions.CONNECT_TIMEOUT, Duration.ofMillis(500));
            try (Transport transport = wiring.provider().open(options)) {
                assertThat(Results.failureOf(transport.connectCommand(node(clear, clear.host()), Session.DEAF))
                                .code())
                        .isEqualTo(ErrorCode.CONNECT_FAILED);
            }
        }
    }

    /** Returns a node that is connected to by its address and known by a name. */
    private static Node node(EmbeddedRedis server, String name) {
        return new Node(new Address(server.host(), server.port()), new Address(name, server.port()), name);
    }

    private static Transport open(Wiring wiring, SSLContext context) {
        TransportOptions options = wiring.options();
        return wiring.provider().open(context == null ? options : options.with(TransportOptions.SSL_CONTEXT, context));
    }

    private static void works(Wiring wiring, Node node, SSLContext context) {
        Channel channel = Session.channel("tls");
        Recorder recorder = new Recorder();
        try (Transport transport = open(wiring, context)) {
            Session.subscribe(Results.of(transport.connectSubscriber(node, recorder)), channel);
            PublishConnection publisher = Results.of(transport.connectPublisher(node, recorder));
            Payload payload = Payload.of(new byte[200_000]);
            assertThat(Results.of(Session.publish(publisher, channel, payload))).isEqualTo(1);
            assertThat(recorder.await(1).get(0).payload().length()).isEqualTo(200_000);
            assertThat(Results.of(
                            Results.of(transport.connectCommand(node, recorder)).call("PING")))
                    .hasToString("PONG");
        }
        assertThat(recorder.losses).isEmpty();
    }

    private static void isRefused(Wiring wiring, Node node, SSLContext context) {
        try (Transport transport = open(wiring, context)) {
            assertThat(Results.failureOf(transport.connectCommand(node, Session.DEAF)))
                    .returns(ErrorCode.CONNECT_FAILED, PubSubException::code)
                    .hasMessageContaining(node.connect().toString());
        }
    }
}

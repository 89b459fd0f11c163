package io.fanfare.transport.memory;

import static io.fanfare.transport.memory.Client.NODE;
import static io.fanfare.transport.memory.Client.ORDERS;
import static io.fanfare.transport.memory.Client.await;
import static io.fanfare.transport.memory.Client.failure;
import static io.fanfare.transport.memory.Client.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Address;
import io.fanfare.spi.Credentials;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryTransportTest {
    private final Client client = new Client();
    private final Transport transport = client.transport;
    private final Recorder recorder = new Recorder();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void tlsAndUnixSocketsAreUnsupported() {
        Address address = new Address("localhost", 6379);
        Node tls = new Node(address, address, "localhost");
        Address path = Address.ofSocket("/run/redis.sock");
        Node socket = new Node(path, path, null);

        assertThat(failure(transport.connectPublisher(tls, recorder)).code()).isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(failure(transport.connectSubscriber(socket, recorder)).code())
                .isEqualTo(ErrorCode.UNSUPPORTED);
        assertThat(Brokers.isOpen(address)).isFalse();
    }

    @Test
    void connectingCompletesOnAThreadOfTheTransport() {
        CompletableFuture<String> thread = new CompletableFuture<>();
        CompletableFuture<Void> gate = new CompletableFuture<>();
        // keeps the event loop busy until the dependent action is in place
        client.publisher().publish(ORDERS, Payload.EMPTY, Client.whenAnswered(gate::join));
        transport
                .connectPublisher(NODE, recorder)
                .thenAccept(unused -> thread.complete(Thread.currentThread().getName()));
        gate.complete(null);

        assertThat(await(thread)).isEqualTo("fanfare-memory");
    }

    @Test
    void nodeIsTheOneThatWasAskedForAndItsConnectAddressCounts() {
        Node alias = new Node(NODE.connect(), new Address("10.0.0.1", 1), null);
        SubscribeConnection subscriber = await(transport.connectSubscriber(alias, recorder));
        subscribe(subscriber, ORDERS);

        assertThat(subscriber.node()).isEqualTo(alias);
        assertThat(Client.publish(client.publisher(), ORDERS, "7")).isEqualTo(1);
    }

    @Test
    void credentialsAreAskedForAtEachConnect() {
        AtomicInteger asked = new AtomicInteger();
        TransportOptions options = TransportOptions.defaults().with(TransportOptions.CREDENTIALS, () -> {
            if (asked.incrementAndGet() == 3) {
                throw new IllegalStateException("no token");
            }
            return Credentials.of(null, "secret");
        });
        try (Transport asking = new MemoryTransportProvider().open(options)) {
            await(asking.connectPublisher(NODE, recorder));
            await(asking.connectCommand(NODE, recorder));
            assertThat(failure(asking.connectCommand(NODE, recorder)))
                    .hasMessageContaining("CONNECT_FAILED")
                    .hasMessageContaining("no token");
        }
        assertThat(asked).hasValue(3);
    }

    @Test
    void closeLeavesNoThreadAndNoBrokerAndAnswersEverything() {
        SubscribeConnection subscriber = client.subscriber(recorder);
        PublishConnection publisher = client.publisher(recorder);
        subscribe(subscriber, ORDERS);
        subscriber.pause();
        subscriber.ping().whenComplete((unused, failure) -> recorder.failed((PubSubException) failure));
        assertThat(threads()).isPositive();

        transport.close();
        transport.close();

        assertThat(threads()).isZero();
        assertThat(Brokers.isOpen(NODE.connect())).isFalse();
        assertThat(publisher.isOpen()).isFalse();
        publisher.publish(ORDERS, Payload.EMPTY, recorder);
        assertThat(recorder.lines).containsExactly("failed CLOSED", "failed CLOSED");
        assertThat(failure(transport.connectCommand(NODE, recorder)).code()).isEqualTo(ErrorCode.CLOSED);
    }

    @Test
    void brokerLivesUntilItsLastConnectionCloses() {
        SubscribeConnection subscriber = client.subscriber(recorder);
        PublishConnection publisher = client.publisher(recorder);

        subscriber.close();
        assertThat(Brokers.isOpen(NODE.connect())).isTrue();
        publisher.close();
        publisher.close();
        assertThat(Brokers.isOpen(NODE.connect())).isFalse();
    }

    @Test
    void transportMayBeClosedOnItsOwnThread() {
        PublishConnection publisher = client.publisher(recorder);
        publisher.publish(ORDERS, Payload.EMPTY, Client.whenAnswered(transport::close));

        await().until(() -> threads() == 0);
        assertThat(recorder.lines).isEmpty();
    }

    @Test
    void connectingDuringCloseCompletes() {
        List<CompletableFuture<PublishConnection>> stages = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            stages.add(transport.connectPublisher(NODE, recorder).toCompletableFuture());
        }
        transport.close();

        assertThat(stages).allMatch(CompletableFuture::isDone);
        assertThat(Brokers.isOpen(NODE.connect())).isFalse();
        assertThat(recorder.lines).isEmpty();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("fanfare-"))
                .count();
    }
}

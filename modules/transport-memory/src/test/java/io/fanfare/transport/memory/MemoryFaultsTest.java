package io.fanfare.transport.memory;

import static io.fanfare.transport.memory.Client.NODE;
import static io.fanfare.transport.memory.Client.ORDERS;
import static io.fanfare.transport.memory.Client.await;
import static io.fanfare.transport.memory.Client.failure;
import static io.fanfare.transport.memory.Client.publish;
import static io.fanfare.transport.memory.Client.subscribe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubObserver.Role;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.SubscribeConnection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryFaultsTest {
    private final MemoryFaults faults = MemoryFaults.at(NODE);
    private final Client client = new Client();
    private final Recorder recorder = new Recorder();

    @AfterEach
    void close() {
        client.close();
        faults.close();
        assertThat(Brokers.isOpen(NODE.connect())).isFalse();
    }

    @Test
    void refusesConnectsUntilAllowed() {
        faults.refuseConnects();
        assertThat(failure(client.transport.connectPublisher(NODE, recorder)).code())
                .isEqualTo(ErrorCode.CONNECT_FAILED);

        faults.allowConnects();
        assertThat(client.publisher().isOpen()).isTrue();
    }

    @Test
    void cutsOneRoleOnly() {
        Recorder publisherLoss = new Recorder();
        PublishConnection publisher = client.publisher(publisherLoss);
        subscribe(client.subscriber(recorder), ORDERS);
        client.subscriber(recorder);
        assertThat(faults.connections(Role.SUBSCRIBE)).isEqualTo(2);

        assertThat(faults.cut(Role.SUBSCRIBE)).isEqualTo(2);

        assertThat(faults.connections(Role.SUBSCRIBE)).isZero();
        assertThat(publish(publisher, ORDERS, "7")).isZero();
        await().until(() -> recorder.lines.size() == 2);
        assertThat(recorder.lines).containsExactly("lost", "lost");
        assertThat(publisherLoss.lines).isEmpty();
    }

    @Test
    void refusesSubscribingToOneTopicAlone() {
        Pattern pattern = Pattern.of("ord*");
        ShardChannel shard = ShardChannel.of("orders");
        faults.refuseSubscribing(ORDERS);
        faults.refuseSubscribing(pattern);
        SubscribeConnection subscriber = client.subscriber(recorder);

        subscriber.subscribe(List.of(Channel.of("a"), ORDERS, pattern, shard), recorder);

        await(subscriber.ping());
        assertThat(recorder.lines)
                .containsExactly("a done", "orders NO_PERMISSION", "ord* NO_PERMISSION", "orders done");
        assertThat(recorder.failures.get(1))
                .hasMessageContaining("PSUBSCRIBE ord*")
                .hasMessageContaining("NOPERM");
        assertThat(publish(client.publisher(), ORDERS, "7")).isZero();

        faults.allowSubscribing(ORDERS);
        subscribe(subscriber, ORDERS);
        assertThat(publish(client.publisher(), ORDERS, "7")).isEqualTo(1);
    }

    @Test
    void refusesPublishing() {
        faults.refusePublishing(ORDERS);
        PublishConnection publisher = client.publisher();
        publisher.publish(ORDERS, Payload.EMPTY, recorder);
        publish(publisher, Channel.of("a"), "");

        assertThat(recorder.lines).containsExactly("failed NO_PERMISSION");
        faults.allowPublishing(ORDERS);
        assertThat(publish(publisher, ORDERS, "")).isZero();
    }

    @Test
    void endsSubscriptionsWithoutBeingAsked() {
        SubscribeConnection subscriber = client.subscriber(recorder);
        subscribe(subscriber, ORDERS, Pattern.of("x*"));

        assertThat(faults.endSubscriptions(ORDERS)).isEqualTo(1);
        assertThat(faults.endSubscriptions(ORDERS)).isZero();

        await(subscriber.ping());
        assertThat(recorder.lines).containsExactly("ended orders");
        subscribe(subscriber, ORDERS);
        assertThat(publish(client.publisher(), ORDERS, "7")).isEqualTo(1);
    }

    @Test
    void endedSubscriptionIsNotReportedWhileUnsubscribingIsUnanswered() {
        SubscribeConnection subscriber = client.subscriber(recorder);
        subscribe(subscriber, ORDERS);
        subscriber.pause();
        faults.endSubscriptions(ORDERS);
        subscriber.unsubscribe(List.of(ORDERS), recorder);
        subscriber.resume();

        await(subscriber.ping());
        assertThat(recorder.lines).containsExactly("orders done");
    }

    @Test
    void closeTakesBackWhatIsRefused() {
        PublishConnection publisher = client.publisher();
        MemoryFaults more = MemoryFaults.at(NODE);
        more.refuseConnects();
        more.refusePublishing(ORDERS);

        more.close();
        more.close();

        assertThat(publish(publisher, ORDERS, "")).isZero();
        assertThat(client.publisher().isOpen()).isTrue();
    }
}

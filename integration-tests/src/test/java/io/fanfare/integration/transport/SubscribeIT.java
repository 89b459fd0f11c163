package io.fanfare.integration.transport;

import static io.fanfare.integration.transport.Session.channel;
import static io.fanfare.integration.transport.Session.publish;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Message;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Subscriptions are confirmed one by one, deliver what matches, and end when that is confirmed. */
class SubscribeIT extends WithServer {
    private static final String ALL = "io.fanfare.integration.transport.Wiring#all";

    @ParameterizedTest
    @MethodSource(ALL)
    void everyTopicIsConfirmedOnceBeforeItsFirstMessage(Wiring wiring) {
        List<Topic> topics = IntStream.range(0, 1_000)
                .<Topic>mapToObj(i -> i % 3 == 0 ? Pattern.of(channel("many") + "*") : channel("many"))
                .toList();
        Changes changes = new Changes();
        try (Session session = open(wiring)) {
            SubscribeConnection subscriber = session.subscriber(new Recorder());
            subscriber.subscribe(topics, changes);
            assertThat(changes.await(topics)).isEmpty();
            Results.of(subscriber.ping());
            assertThat(changes.await(topics))
                    .as("after a ping, still one answer each")
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aMessageIsHandedOverForEachTopicThatMatches(Wiring wiring) {
        Channel channel = channel("matching");
        Pattern pattern = Pattern.of("m?tching-*");
        Recorder recorder = new Recorder();
        try (Session session = open(wiring)) {
            SubscribeConnection subscriber = session.subscriber(recorder, channel, pattern);
            PublishConnection publisher = session.publisher();
            assertThat(Results.of(publish(publisher, channel, "both"))).isEqualTo(2);
            assertThat(recorder.await(2)).extracting(Message::topic).containsExactlyInAnyOrder(channel, pattern);
            assertThat(recorder.messages).extracting(Message::channel).containsOnly(channel);

            Session.unsubscribe(subscriber, pattern);
            assertThat(Results.of(publish(publisher, channel, "one"))).isEqualTo(1);
            assertThat(recorder.await(3).get(2).topic()).isEqualTo(channel);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void nothingComesAfterAnUnsubscribeIsConfirmed(Wiring wiring) {
        Channel ended = channel("ended");
        Channel fence = channel("fence");
        Recorder recorder = new Recorder();
        try (Session session = open(wiring)) {
            SubscribeConnection subscriber = session.subscriber(recorder, ended, fence);
            PublishConnection publisher = session.publisher();
            CompletableFuture<Long> last = publish(publisher, ended, "before");
            for (int i = 0; i < 2_000; i++) {
                last = publish(publisher, ended, "before");
            }
            Session.unsubscribe(subscriber, ended);
            int received = recorder.messages.size();
            Results.of(last);
            assertThat(Results.of(publish(publisher, ended, "after"))).isZero();
            Results.of(publish(publisher, fence, "fence"));
            assertThat(recorder.await(received + 1)).hasSize(received + 1);
            assertThat(recorder.texts().get(received)).isEqualTo("fence");
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void pingsAreAnsweredAmongTraffic(Wiring wiring) {
        Channel channel = channel("traffic");
        Recorder recorder = new Recorder() {
            private int arrived;

            @Override
            public void onMessages(List<Message> batch) {
                arrived += batch.size();
                if (arrived == 20_000) {
                    messages.add(batch.get(batch.size() - 1));
                }
            }
        };
        try (Session session = open(wiring)) {
            SubscribeConnection subscriber = session.subscriber(recorder, channel);
            PublishConnection publisher = session.publisher();
            long before = subscriber.lastReceivedNanos();
            for (int i = 1; i <= 20_000; i++) {
                var unused = publish(publisher, channel, i == 20_000 ? "last" : "m");
                if (i % 1_000 == 0) {
                    Results.of(subscriber.ping());
                }
            }
            recorder.await(1);
            assertThat(recorder.texts()).containsExactly("last");
            assertThat(subscriber.lastReceivedNanos()).isGreaterThan(before);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aListenerThatThrowsHearsOfEverythingElse(Wiring wiring) {
        Channel channel = channel("throwing");
        Recorder recorder = new Recorder() {
            @Override
            public void onMessages(List<Message> arrived) {
                super.onMessages(arrived);
                throw new IllegalStateException("thrown by a test");
            }
        };
        try (Session session = open(wiring)) {
            SubscribeConnection subscriber = session.subscriber(recorder, channel);
            PublishConnection publisher = session.publisher();
            List<String> sent = IntStream.range(0, 50).mapToObj(i -> "m" + i).toList();
            for (String text : sent) {
                Results.of(publish(publisher, channel, text));
            }
            recorder.await(50);
            assertThat(recorder.texts()).isEqualTo(sent);
            Results.of(subscriber.ping());
            assertThat(recorder.losses).isEmpty();
        }
    }
}

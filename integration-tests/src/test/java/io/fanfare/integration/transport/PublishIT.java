package io.fanfare.integration.transport;

import static io.fanfare.integration.transport.Session.channel;
import static io.fanfare.integration.transport.Session.publish;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Message;
import io.fanfare.spi.Name;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is published arrives, as it was and in order, and is answered. */
class PublishIT extends WithServer {
    private static final String ALL = "io.fanfare.integration.transport.Wiring#all";

    @ParameterizedTest
    @MethodSource(ALL)
    void payloadsArriveUnchanged(Wiring wiring) {
        byte[] every = bytes(256);
        byte[] mebibyte = new byte[1 << 20];
        new Random(7).nextBytes(mebibyte);
        List<Payload> sent = List.of(
                Payload.of(every), Payload.EMPTY, Payload.of(mebibyte), new Payload(every, 13, 1), Payload.of("\r\n"));
        Channel channel = channel("payloads");
        Recorder recorder = new Recorder();
        try (Session session = open(wiring)) {
            session.subscriber(recorder, channel);
            PublishConnection publisher = session.publisher();
            for (Payload payload : sent) {
                assertThat(Results.of(publish(publisher, channel, payload))).isEqualTo(1);
            }
            assertThat(recorder.await(sent.size())).extracting(Message::payload).isEqualTo(sent);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void namesAreBytes(Wiring wiring) {
        List<Channel> channels = Stream.of(
                        bytes(256), new byte[] {0}, new byte[] {-1, -2}, utf8("a b\r\n$3"), utf8("ü€"))
                .map(name -> new Channel(Name.of(name)))
                .toList();
        Recorder recorder = new Recorder();
        try (Session session = open(wiring)) {
            session.subscriber(recorder, channels.toArray(Channel[]::new));
            PublishConnection publisher = session.publisher();
            for (Channel channel : channels) {
                assertThat(Results.of(publish(publisher, channel, "m")))
                        .as("receivers of %s", channel)
                        .isEqualTo(1);
            }
            assertThat(recorder.await(channels.size()))
                    .extracting(Message::channel)
                    .map(Channel.class::cast)
                    .isEqualTo(channels);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void theAnswerIsTheNumberOfReceivers(Wiring wiring) {
        Channel channel = channel("receivers");
        try (Session session = open(wiring)) {
            PublishConnection publisher = session.publisher();
            assertThat(Results.of(publish(publisher, channel, "none"))).isZero();
            session.subscriber(new Recorder(), channel);
            assertThat(Results.of(publish(publisher, channel, "one"))).isEqualTo(1);
            session.subscriber(new Recorder(), channel, Pattern.of(channel + "*"));
            assertThat(Results.of(publish(publisher, channel, "three"))).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void messagesAndAnswersComeInTheOrderOfTheCalls(Wiring wiring) {
        int total = 20_000;
        Channel channel = channel("order");
        List<Integer> answered = new CopyOnWriteArrayList<>();
        List<String> arrived = Collections.synchronizedList(new ArrayList<>());
        Recorder recorder = new Recorder() {
            @Override
            public void onMessages(List<Message> messages) {
                messages.forEach(message -> arrived.add(message.payload().toText()));
            }
        };
        try (Session session = open(wiring)) {
            session.subscriber(recorder, channel);
            PublishConnection publisher = session.publisher();
            for (int i = 0; i < total; i++) {
                publisher.publish(channel, Payload.of("m" + i), new Numbered(i, answered));
            }
            Recorder.waitUntil(() -> arrived.size() >= total, () -> arrived.size() + " messages");
            assertThat(arrived)
                    .isEqualTo(IntStream.range(0, total).mapToObj(i -> "m" + i).toList());
            Recorder.waitUntil(() -> answered.size() >= total / 1000, () -> answered.size() + " answers");
            assertThat(answered)
                    .isEqualTo(IntStream.range(0, total / 1000)
                            .map(i -> i * 1000)
                            .boxed()
                            .toList());
        }
    }

    /** Notes every thousandth answer. */
    private record Numbered(int number, List<Integer> answered) implements PublishCallback {
        @Override
        public void published(long receivers) {
            if (number % 1000 == 0) {
                answered.add(receivers == 1 ? number : -1);
            }
        }

        @Override
        public void failed(PubSubException cause) {
            answered.add(-number);
        }
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

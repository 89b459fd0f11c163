package io.fanfare.integration.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.Channel;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Credentials;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.Node;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.Payload;
import io.fanfare.spi.Protocol;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Reply;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands among the messages of a connection that is subscribed. */
class SubscribedCommandsIT {
    private static final Channel NEWS = Channel.of("news");
    private static EmbeddedRedis redis;

    private final Journal journal = new Journal();
    private final List<Transport> transports = new ArrayList<>();

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    @AfterEach
    void close() {
        transports.forEach(Transport::close);
    }

    @ParameterizedTest
    @MethodSource("io.fanfare.integration.transport.Wiring#toRedis")
    void everyReplyBeforeTheFirstSubscriptionIsThatOfItsCall(Wiring wiring) {
        SubscribeConnection connection = subscriber(wiring);
        call(connection, "DEL", "list");
        assertThat(call(connection, "RPUSH", "list", "message", "news", "x")).isEqualTo(new Reply.OfNumber(3));

        assertThat(call(connection, "LRANGE", "list", "0", "-1")).isEqualTo(list("message", "news", "x"));
        assertThat(call(connection, "LRANGE", "list", "3", "-1")).isEqualTo(list());
        assertThat(call(connection, "CLIENT", "ID")).isInstanceOf(Reply.OfNumber.class);
        assertThat(call(connection, "GET", "missing")).isEqualTo(new Reply.OfNull());
        assertThat(call(connection, "GET")).isInstanceOf(Reply.OfError.class);
        assertThat(call(connection, "PING", "x")).isEqualTo(bytes("x"));
        assertThat(call(connection, "EVAL", "return {{err='ERR inside'}, {1, {}}}", "0"))
                .isEqualTo(new Reply.OfList(List.of(
                        new Reply.OfError("ERR inside"),
                        new Reply.OfList(List.of(new Reply.OfNumber(1), new Reply.OfList(List.of()))))));
        assertThat(call(connection, "CONFIG", "GET", "maxclients"))
                .isInstanceOf(wiring.protocol() == Protocol.RESP2 ? Reply.OfList.class : Reply.OfMap.class);

        connection.subscribe(List.of(NEWS), journal);
        join(connection.ping());
        connection.unsubscribe(List.of(NEWS), journal);
        assertThat(call(connection, "LRANGE", "list", "0", "-1")).isEqualTo(list("message", "news", "x"));
        assertThat(journal.events).containsExactly("done news", "done news");
        assertThat(journal.messages).hasValue(0);
    }

    @ParameterizedTest
    @MethodSource("io.fanfare.integration.transport.Wiring#toRedis")
    void clientInfoIsAnsweredAmongMessages(Wiring wiring) {
        SubscribeConnection connection = subscriber(wiring);
        connection.subscribe(
                List.of(NEWS, Channel.of("b"), Pattern.of("p*"), Pattern.of("n*"), ShardChannel.of("s")), journal);
        PublishConnection publisher = join(transports.get(0).connectPublisher(node(), journal));
        join(connection.ping());
        admin("DEL", "list");
        admin("RPUSH", "list", "message", "news", "x");
        AtomicInteger published = new AtomicInteger();
        for (int i = 0; i < 200; i++) {
            for (int j = 0; j < 50; j++) {
                publisher.publish(NEWS, Payload.of("message"), counting(published));
            }
            Reply info = call(connection, "CLIENT", "INFO");
            Reply lookalike = call(connection, "LRANGE", "list", "0", "-1");
            if (wiring.protocol() == Protocol.RESP2) {
                assertThat(((Reply.OfError) info).message()).startsWith("ERR Can't execute 'client|info'");
                assertThat(lookalike).isInstanceOf(Reply.OfError.class);
                assertThat(call(connection, "PING", "x")).isEqualTo(list("pong", "x"));
            } else {
                assertThat(((Reply.OfBytes) info).text()).contains(" sub=2 psub=2 ssub=1 ");
                assertThat(lookalike).isEqualTo(list("message", "news", "x"));
                assertThat(call(connection, "PING", "x")).isEqualTo(bytes("x"));
            }
        }
        await().untilAsserted(() -> assertThat(journal.messages).hasValue(20_000));
        assertThat(published).hasValue(10_000);
        assertThat(journal.events).hasSize(5).allMatch(event -> event.startsWith("done "));
    }

    @ParameterizedTest
    @MethodSource("io.fanfare.integration.transport.Wiring#toRedis")
    void callsPingsAndChangesAreAnsweredInTheirOrder(Wiring wiring) {
        SubscribeConnection connection = subscriber(wiring);
        PublishConnection publisher = join(transports.get(0).connectPublisher(node(), journal));
        List<String> answers = new CopyOnWriteArrayList<>();
        List<String> expected = new ArrayList<>();
        AtomicInteger published = new AtomicInteger();
        for (int i = 0; i < 1_000; i++) {
            String number = Integer.toString(i);
            expected.add(number);
            switch (i % 5) {
                case 0 ->
                    connection.subscribe(
                            List.of(Channel.of("order-" + i)),
                            (topic, failure) -> answers.add(topic.toString().replace("order-", "")));
                case 1 -> {
                    var unused = connection.ping().thenRun(() -> answers.add(number));
                }
                case 2 -> {
                    var unused = connection.call(command("PING", number)).thenAccept(reply -> answers.add(last(reply)));
                }
                case 3 -> {
                    var unused = connection.call(command("CLIENT", "ID")).thenAccept(reply -> {
                        boolean sound = wiring.protocol() == Protocol.RESP2
                                ? reply instanceof Reply.OfError
                                : reply instanceof Reply.OfNumber;
                        answers.add(sound ? number : reply.toString());
                    });
                }
                default ->
                    connection.unsubscribe(
                            List.of(Pattern.of(number)), (topic, failure) -> answers.add(topic.toString()));
            }
            publisher.publish(Channel.of("order-0"), Payload.of("x"), counting(published));
        }
        await().untilAsserted(() -> assertThat(answers).hasSize(1_000));
        assertThat(answers).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("io.fanfare.integration.transport.Wiring#toRedis")
    void aLossFailsACallOnceAndOnTheThreadThatReads(Wiring wiring) {
        SubscribeConnection connection = subscriber(wiring);
        long id = ((Reply.OfNumber) call(connection, "CLIENT", "ID")).value();
        List<String> threads = new CopyOnWriteArrayList<>();
        CompletableFuture<Reply> blocked =
                connection.call(command("BLPOP", "nothing", "0")).toCompletableFuture();
        CompletableFuture<Reply> behind =
                connection.call(command("CLIENT", "INFO")).toCompletableFuture();
        var unused = blocked.whenComplete(
                (reply, failure) -> threads.add(Thread.currentThread().getName()));
        admin("CLIENT", "KILL", "ID", Long.toString(id));

        assertThat(failure(blocked)).isEqualTo(ErrorCode.CONNECTION_LOST);
        assertThat(failure(behind)).isEqualTo(ErrorCode.CONNECTION_LOST);
        await().untilAsserted(() -> assertThat(journal.events).containsExactly("lost"));
        assertThat(threads)
                .hasSize(1)
                .allMatch(name -> name.startsWith("fanfare-" + wiring.provider().id()));
        assertThat(failure(connection.call(command("PING")))).isEqualTo(ErrorCode.CONNECTION_LOST);
    }

    @ParameterizedTest
    @MethodSource("io.fanfare.integration.transport.Wiring#toRedis")
    void closingFailsACall(Wiring wiring) {
        SubscribeConnection connection = subscriber(wiring);
        CompletionStage<Reply> blocked = connection.call(command("BLPOP", "nothing", "0"));
        connection.close();

        assertThat(failure(blocked)).isEqualTo(ErrorCode.CLOSED);
        assertThat(failure(connection.call(command("PING")))).isEqualTo(ErrorCode.CLOSED);
        assertThat(journal.events).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("io.fanfare.integration.transport.Wiring#toRedis")
    void aRefusedUnsubscribeIsToldAndLeavesTheSubscription(Wiring wiring) {
        admin("ACL", "SETUSER", "few", "reset", "on", ">pw", "&*", "+publish", "+subscribe", "+psubscribe");
        admin("ACL", "SETUSER", "few", "+ssubscribe", "+spublish");
        SubscribeConnection connection = subscriber(
                wiring, wiring.options().with(TransportOptions.CREDENTIALS, () -> Credentials.of("few", "pw")));
        PublishConnection publisher = join(transports.get(0).connectPublisher(node(), journal));
        List<Topic> topics = List.of(NEWS, Pattern.of("n*"), ShardChannel.of("s"));
        connection.subscribe(topics, journal);
        await().until(() -> journal.events.size() == 3);
        connection.unsubscribe(topics, journal);
        await().until(() -> journal.events.size() == 6);

        assertThat(journal.events.subList(3, 6))
                .containsExactly("NO_PERMISSION news", "NO_PERMISSION n*", "NO_PERMISSION s");
        AtomicInteger published = new AtomicInteger();
        publisher.publish(NEWS, Payload.of("x"), counting(published));
        publisher.publish(ShardChannel.of("s"), Payload.of("x"), counting(published));
        await().untilAsserted(() -> assertThat(journal.messages).hasValue(3));
        connection.subscribe(List.of(Channel.of("other")), journal);
        await().untilAsserted(() -> assertThat(journal.events).hasSize(7).endsWith("done other"));
        assertThat(connection.isOpen()).isTrue();
    }

    private SubscribeConnection subscriber(Wiring wiring) {
        return subscriber(wiring, wiring.options());
    }

    private SubscribeConnection subscriber(Wiring wiring, TransportOptions options) {
        Transport transport = wiring.provider().open(options);
        transports.add(transport);
        return join(transport.connectSubscriber(node(), journal));
    }

    private static Reply admin(String... arguments) {
        try (Session session = new Session(Wiring.toRedis().get(0), node())) {
            return session.command(arguments);
        }
    }

    private static Node node() {
        return Node.of(redis.host(), redis.port());
    }

    private static List<byte[]> command(String... arguments) {
        List<byte[]> bytes = new ArrayList<>();
        for (String argument : arguments) {
            bytes.add(argument.getBytes(StandardCharsets.UTF_8));
        }
        return bytes;
    }

    private static Reply call(SubscribeConnection connection, String... arguments) {
        return join(connection.call(command(arguments)));
    }

    private static <T> T join(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .copy()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static ErrorCode failure(CompletionStage<?> stage) {
        try {
            throw new AssertionError("it did not fail but brought " + join(stage));
        } catch (CompletionException e) {
            return ((PubSubException) e.getCause()).code();
        }
    }

    private static Reply bytes(String text) {
        return new Reply.OfBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Reply list(String... texts) {
        List<Reply> values = new ArrayList<>();
        for (String text : texts) {
            values.add(bytes(text));
        }
        return new Reply.OfList(values);
    }

    /** Returns what {@code PING} was given: it is answered with a list under RESP2 if subscribed. */
    private static String last(Reply reply) {
        Reply value = reply instanceof Reply.OfList list ? list.values().get(1) : reply;
        return value.toString();
    }

    private static PublishCallback counting(AtomicInteger published) {
        return new PublishCallback() {
            @Override
            public void published(long receivers) {
                published.incrementAndGet();
            }

            @Override
            public void failed(PubSubException cause) {
                throw new AssertionError(cause);
            }
        };
    }

    /** Writes down what became of changes and of the connection, and counts messages. */
    private static final class Journal implements ConnectionListener, TopicCallback {
        final List<String> events = new CopyOnWriteArrayList<>();
        final AtomicInteger messages = new AtomicInteger();

        @Override
        public void onMessages(List<Message> arrived) {
            messages.addAndGet(arrived.size());
        }

        @Override
        public void onLost(PubSubException cause) {
            events.add("lost");
        }

        @Override
        public void completed(Topic topic, @Nullable PubSubException failure) {
            events.add((failure == null ? "done " : failure.code() + " ") + topic);
        }
    }
}

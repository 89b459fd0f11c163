package io.fanfare.integration.transport;

import static io.fanfare.integration.transport.Session.channel;
import static io.fanfare.integration.transport.Session.publish;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Commands among the publishes of a connection. */
class PublishConnectionCallIT extends WithServer {
    private static final String TO_REDIS = "io.fanfare.integration.transport.Wiring#toRedis";
    private static final String ALL = "io.fanfare.integration.transport.Wiring#all";

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void aReplyOfAnyShapeIsThatOfItsCall(Wiring wiring) {
        String key = channel("list").toString();
        try (Session session = open(wiring);
                PublishConnection publisher = session.publisher()) {
            assertThat(call(publisher, "RPUSH", key, "message", "news", "x")).isEqualTo(new Reply.OfNumber(3));
            assertThat(call(publisher, "LRANGE", key, "0", "-1"))
                    .isEqualTo(new Reply.OfList(List.of(bytes("message"), bytes("news"), bytes("x"))));
            assertThat(call(publisher, "GET", "missing")).isEqualTo(new Reply.OfNull());
            assertThat(call(publisher, "ECHO", "ü")).isEqualTo(bytes("ü"));
            assertThat(call(publisher, "PING")).isEqualTo(bytes("PONG"));
            assertThat(call(publisher, "HELLO")).isInstanceOfAny(Reply.OfMap.class, Reply.OfList.class);
            assertThat(call(publisher, "CONFIG", "GET", "no-such-parameter"))
                    .isIn(new Reply.OfMap(Map.of()), new Reply.OfList(List.of()));
            assertThat(publish(publisher, channel("after"), "x").join()).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void repliesKeepTheirPlaceAmongThePublishes(Wiring wiring) {
        int total = 3_000;
        List<String> answers = new CopyOnWriteArrayList<>();
        List<String> expected = new ArrayList<>();
        Channel channel = channel("place");
        try (Session session = open(wiring);
                PublishConnection publisher = session.publisher()) {
            session.subscriber(Session.DEAF, channel);
            for (int i = 0; i < total; i++) {
                String number = Integer.toString(i);
                switch (i % 3) {
                    case 0 -> {
                        expected.add("1 of " + number);
                        publisher.publish(channel, Payload.of("x"), noting(number, answers));
                    }
                    case 1 -> {
                        expected.add(number);
                        note(publisher.call(command("PING", number)), answers);
                    }
                    default -> {
                        expected.add("number");
                        note(publisher.call(command("CLIENT", "ID")), answers);
                    }
                }
            }
            Recorder.waitUntil(() -> answers.size() >= total, () -> answers.size() + " answers");
            assertThat(answers).isEqualTo(expected);
        }
    }

    private static void note(CompletionStage<Reply> stage, List<String> answers) {
        var unused = stage.whenComplete(
                (reply, failure) -> answers.add(reply instanceof Reply.OfNumber ? "number" : String.valueOf(reply)));
    }

    private static PublishCallback noting(String number, List<String> answers) {
        return new PublishCallback() {
            @Override
            public void published(long receivers) {
                answers.add(receivers + " of " + number);
            }

            @Override
            public void failed(PubSubException cause) {
                answers.add(cause.toString());
            }
        };
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void anErrorIsAReplyAndThePublishesGoOn(Wiring wiring) {
        Channel channel = channel("error");
        try (Session session = open(wiring);
                PublishConnection publisher = session.publisher()) {
            session.subscriber(Session.DEAF, channel);
            CompletableFuture<Long> before = publish(publisher, channel, "before");
            CompletionStage<Reply> refused = publisher.call(command("NO-SUCH-COMMAND"));
            CompletableFuture<Long> after = publish(publisher, channel, "after");

            assertThat(Results.of(refused))
                    .isInstanceOfSatisfying(
                            Reply.OfError.class,
                            error -> assertThat(error.prefix()).isEqualTo("ERR"));
            assertThat(Results.of(before)).isEqualTo(1);
            assertThat(Results.of(after)).isEqualTo(1);
            assertThat(publisher.isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void authenticationInPlaceCountsForWhatIsPublishedAfterIt(Wiring wiring) {
        Channel channel = channel("auth");
        String user = channel("user").toString();
        try (Session session = open(wiring);
                PublishConnection publisher = session.publisher()) {
            session.command("ACL", "SETUSER", user, "reset", "on", ">pw", "resetchannels", "+publish", "+acl|whoami");
            long id = ((Reply.OfNumber) call(publisher, "CLIENT", "ID")).value();
            CompletableFuture<Long> before = publish(publisher, channel, "before");
            CompletionStage<Reply> wrong = publisher.call(command("AUTH", user, "no"));
            CompletableFuture<Long> between = publish(publisher, channel, "between");
            CompletionStage<Reply> right = publisher.call(command("AUTH", user, "pw"));
            CompletableFuture<Long> after = publish(publisher, channel, "after");

            assertThat(Results.of(before)).isZero();
            assertThat(Results.of(wrong))
                    .isInstanceOfSatisfying(
                            Reply.OfError.class,
                            error -> assertThat(error.prefix()).isEqualTo("WRONGPASS"));
            assertThat(Results.of(between)).isZero();
            assertThat(Results.of(right)).isEqualTo(bytes("OK"));
            assertThat(Results.failureOf(after).code()).isEqualTo(ErrorCode.NO_PERMISSION);
            assertThat(call(publisher, "ACL", "WHOAMI")).isEqualTo(bytes(user));
            assertThat(session.command("CLIENT", "LIST", "ID", Long.toString(id))
                            .toString())
                    .contains("user=" + user);
        }
    }

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void aLossFailsTheCallsAndThePublishesInTheirOrder(Wiring wiring) {
        Recorder recorder = new Recorder();
        List<String> failures = new CopyOnWriteArrayList<>();
        Channel channel = channel("lost");
        try (Session session = open(wiring);
                PublishConnection publisher = session.publisher(recorder)) {
            long id = ((Reply.OfNumber) call(publisher, "CLIENT", "ID")).value();
            var blocked = publisher.call(command("BLPOP", channel("nothing").toString(), "0"));
            var first = blocked.whenComplete((reply, failure) -> failures.add("call " + code(failure)));
            var second = publish(publisher, channel, "behind")
                    .whenComplete((count, failure) -> failures.add("publish " + code(failure)));
            session.command("CLIENT", "KILL", "ID", Long.toString(id));

            assertThat(Results.failureOf(first).code()).isEqualTo(ErrorCode.CONNECTION_LOST);
            assertThat(Results.failureOf(second).code()).isEqualTo(ErrorCode.CONNECTION_LOST);
            assertThat(failures).containsExactly("call CONNECTION_LOST", "publish CONNECTION_LOST");
            Recorder.waitUntil(() -> recorder.losses.size() == 1, () -> "losses: " + recorder.losses);
            assertThat(Results.failureOf(publisher.call(command("PING"))).code())
                    .isEqualTo(ErrorCode.CONNECTION_LOST);
        }
    }

    private static String code(Throwable failure) {
        return failure instanceof PubSubException known ? known.code().toString() : String.valueOf(failure);
    }

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void closingFailsACallThatIsUnanswered(Wiring wiring) {
        try (Session session = open(wiring)) {
            PublishConnection publisher = session.publisher();
            var blocked = publisher.call(command("BLPOP", channel("nothing").toString(), "0"));
            publisher.close();

            assertThat(Results.failureOf(blocked).code()).isEqualTo(ErrorCode.CLOSED);
        }
    }

    @ParameterizedTest
    @MethodSource(ALL)
    void aClosedConnectionTakesNoCall(Wiring wiring) {
        try (Session session = open(wiring)) {
            PublishConnection publisher = session.publisher();
            publisher.close();

            assertThat(Results.failureOf(publisher.call(command("PING"))).code())
                    .isEqualTo(ErrorCode.CLOSED);
        }
    }

    private static Reply call(PublishConnection connection, String... arguments) {
        return Results.of(connection.call(command(arguments)));
    }

    private static List<byte[]> command(String... arguments) {
        return Stream.of(arguments)
                .map(argument -> argument.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static Reply bytes(String text) {
        return new Reply.OfBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}

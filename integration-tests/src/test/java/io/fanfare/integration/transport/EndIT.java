package io.fanfare.integration.transport;

import static io.fanfare.integration.transport.Session.channel;
import static io.fanfare.integration.transport.Session.publish;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Channel;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Reply;
import io.fanfare.spi.SubscribeConnection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A loss is reported once, after everything unanswered has failed; a close is silent and leaves nothing. */
class EndIT extends WithServer {
    private static final String TO_REDIS = "io.fanfare.integration.transport.Wiring#toRedis";

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void aLostPublisherFailsWhatIsUnansweredAndThenReportsItOnce(Wiring wiring) {
        List<String> events = new CopyOnWriteArrayList<>();
        Recorder recorder = new Recorder() {
            @Override
            public void onLost(PubSubException cause) {
                super.onLost(cause);
                events.add("lost");
            }
        };
        PublishCallback unanswered = new PublishCallback() {
            @Override
            public void published(long receivers) {
                events.add("published");
            }

            @Override
            public void failed(PubSubException cause) {
                events.add("failed " + cause.code());
            }
        };
        Channel channel = channel("lost");
        try (Session admin = open(wiring);
                Session session = open(wiring)) {
            PublishConnection publisher = session.publisher(recorder);
            admin.command("CLIENT", "PAUSE", "60000", "WRITE"); // holds publishes back, CLIENT goes on
            for (int i = 0; i < 3; i++) {
                publisher.publish(channel, Payload.of("unanswered"), unanswered);
            }
            kill(admin, session);
            Recorder.waitUntil(() -> events.size() >= 4, () -> events.toString());
            admin.command("CLIENT", "UNPAUSE");
            String failed = "failed CONNECTION_LOST";
            assertThat(events).containsExactly(failed, failed, failed, "lost");

            assertThat(recorder.losses).singleElement().returns(ErrorCode.CONNECTION_LOST, PubSubException::code);
            assertThat(publisher.isOpen()).isFalse();
            assertThat(Results.failureOf(publish(publisher, channel, "late")).code())
                    .isEqualTo(ErrorCode.CONNECTION_LOST);
            assertThat(admin.clients(session.clientName))
                    .as("nothing reconnects")
                    .isEmpty();
            assertThat(recorder.losses).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void aLostSubscriberReportsItOnceAndTakesNothingMore(Wiring wiring) {
        Recorder recorder = new Recorder();
        Channel channel = channel("lost");
        try (Session admin = open(wiring);
                Session session = open(wiring)) {
            SubscribeConnection subscriber = session.subscriber(recorder, channel);
            kill(admin, session);
            Recorder.waitUntil(() -> !recorder.losses.isEmpty(), () -> "no loss reported");
            assertThat(recorder.losses.get(0))
                    .returns(ErrorCode.CONNECTION_LOST, PubSubException::code)
                    .hasMessageContaining(session.node.toString());
            assertThat(subscriber.isOpen()).isFalse();
            assertThat(Results.failureOf(subscriber.ping()).code()).isEqualTo(ErrorCode.CONNECTION_LOST);
            Changes changes = new Changes();
            subscriber.subscribe(List.of(channel), changes);
            assertThat(changes.await(List.of(channel)).get(channel))
                    .returns(ErrorCode.CONNECTION_LOST, PubSubException::code);
            assertThat(admin.clients(session.clientName))
                    .as("nothing reconnects")
                    .isEmpty();
            assertThat(recorder.losses).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void aLostCommandConnectionFailsItsCall(Wiring wiring) {
        Recorder recorder = new Recorder();
        try (Session admin = open(wiring);
                Session session = open(wiring)) {
            CommandConnection connection = session.command(recorder);
            CompletableFuture<Reply> blocked =
                    connection.call("BLPOP", channel("nothing").toString(), "0").toCompletableFuture();
            Recorder.waitUntil(
                    () -> admin.clients(session.clientName).toString().contains("cmd=blpop"), () -> "no BLPOP");
            kill(admin, session);
            assertThat(Results.failureOf(blocked).code()).isEqualTo(ErrorCode.CONNECTION_LOST);
            Recorder.waitUntil(() -> !recorder.losses.isEmpty(), () -> "no loss reported");
            assertThat(recorder.losses).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void closingIsSilentAndLeavesNoSocketAndNoThread(Wiring wiring) {
        try (Session admin = open(wiring)) {
            assertThat(admin.clients(admin.clientName)).hasSize(1);
            useAndClose(admin, wiring); // what a client library starts once for the whole JVM stays
            Set<Thread> before = threads();
            useAndClose(admin, wiring);
            Recorder.waitUntil(() -> started(before).isEmpty(), () -> "threads left: " + started(before));
        }
    }

    private static void useAndClose(Session admin, Wiring wiring) {
        Set<Thread> before = threads();
        Recorder recorder = new Recorder();
        Session session = open(wiring);
        PublishConnection publisher = session.publisher(recorder);
        SubscribeConnection subscriber = session.subscriber(recorder, channel("closing"));
        CommandConnection command = session.command(recorder);
        CompletableFuture<Reply> blocked =
                command.call("BLPOP", channel("nothing").toString(), "0").toCompletableFuture();
        assertThat(admin.clients(session.clientName)).hasSize(3);

        assertThat(started(before)).anyMatch(EndIT::isOurs);
        session.close();
        assertThat(started(before)).noneMatch(EndIT::isOurs);

        assertThat(Results.failureOf(blocked).code()).isEqualTo(ErrorCode.CLOSED);
        assertThat(Results.failureOf(publish(publisher, channel("closing"), "late"))
                        .code())
                .isEqualTo(ErrorCode.CLOSED);
        assertThat(Results.failureOf(subscriber.ping()).code()).isEqualTo(ErrorCode.CLOSED);
        Recorder.waitUntil(
                () -> admin.clients(session.clientName).isEmpty(),
                () -> "sockets left: " + admin.clients(session.clientName));
        assertThat(recorder.losses).isEmpty();
    }

    /** Returns the threads of this JVM but for those of the JDK and of Awaitility. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName()
                        .matches("ForkJoinPool.*|CompletableFuture.*|process reaper.*|awaitility.*|Attach.*"))
                .collect(Collectors.toSet());
    }

    private static Set<Thread> started(Set<Thread> before) {
        return threads().stream().filter(thread -> !before.contains(thread)).collect(Collectors.toSet());
    }

    private static boolean isOurs(Thread thread) {
        return thread.getName().startsWith("fanfare");
    }

    private static void kill(Session admin, Session victim) {
        List<String> lines = admin.clients(victim.clientName);
        assertThat(lines).isNotEmpty();
        for (String line : lines) {
            admin.command("CLIENT", "KILL", "ID", line.substring(line.indexOf("id=") + 3, line.indexOf(' ')));
        }
    }
}

package io.fanfare.integration.transport;

import static io.fanfare.integration.transport.Session.channel;
import static io.fanfare.integration.transport.Session.publish;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the server refuses fails with the server's reason, and alone. */
class RefusalIT extends WithServer {
    private static final String TO_REDIS = "io.fanfare.integration.transport.Wiring#toRedis";

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void oneForbiddenTopicAmongManyFailsAlone(Wiring wiring) {
        Channel allowed = channel("allowed");
        Channel alsoAllowed = channel("allowed");
        Channel forbidden = channel("forbidden");
        Pattern forbiddenPattern = Pattern.of(forbidden + "*");
        List<Topic> topics = List.of(allowed, forbidden, forbiddenPattern, alsoAllowed);
        Recorder recorder = new Recorder();
        try (Session session = open(wiring);
                Session limited = limited(session)) {
            SubscribeConnection subscriber = limited.subscriber(recorder);
            Changes changes = new Changes();
            subscriber.subscribe(topics, changes);

            var failures = changes.await(topics);
            assertThat(failures).containsOnlyKeys(forbidden, forbiddenPattern);
            assertThat(failures.get(forbidden))
                    .returns(ErrorCode.NO_PERMISSION, PubSubException::code)
                    .hasMessageContaining("refused SUBSCRIBE " + forbidden + ": NOPERM");
            assertThat(failures.get(forbiddenPattern))
                    .returns(ErrorCode.NO_PERMISSION, PubSubException::code)
                    .hasMessageContaining("refused PSUBSCRIBE " + forbiddenPattern + ": NOPERM");

            PublishConnection publisher = session.publisher();
            assertThat(Results.of(publish(publisher, forbidden, "not for us"))).isZero();
            assertThat(Results.of(publish(publisher, allowed, "1"))).isEqualTo(1);
            assertThat(Results.of(publish(publisher, alsoAllowed, "2"))).isEqualTo(1);
            recorder.await(2);
            assertThat(recorder.texts()).containsExactly("1", "2");
        }
    }

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void aForbiddenPublishFailsAlone(Wiring wiring) {
        Channel allowed = channel("allowed");
        Channel forbidden = channel("forbidden");
        Recorder recorder = new Recorder();
        try (Session session = open(wiring);
                Session limited = limited(session)) {
            session.subscriber(recorder, allowed);
            PublishConnection publisher = limited.publisher();
            var before = publish(publisher, allowed, "before");
            var refused = publish(publisher, forbidden, "refused");
            var after = publish(publisher, allowed, "after");
            assertThat(Results.of(before)).isEqualTo(1);
            assertThat(Results.failureOf(refused))
                    .returns(ErrorCode.NO_PERMISSION, PubSubException::code)
                    .hasMessageContaining("refused PUBLISH " + forbidden + ": NOPERM");
            assertThat(Results.of(after)).isEqualTo(1);
            recorder.await(2);
            assertThat(recorder.texts()).containsExactly("before", "after");
        }
    }

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void aWrongPasswordFailsEachConnectWithoutTellingIt(Wiring wiring) {
        try (Session session = open(wiring);
                Session limited = limited(session);
                Session wrong = limited.as("limited", "wr0ng-password")) {
            for (var stage : List.of(
                    wrong.transport.connectPublisher(wrong.node, Session.DEAF),
                    wrong.transport.connectSubscriber(wrong.node, Session.DEAF),
                    wrong.transport.connectCommand(wrong.node, Session.DEAF))) {
                assertThat(Results.failureOf(stage))
                        .returns(ErrorCode.AUTHENTICATION_FAILED, PubSubException::code)
                        .hasMessageContaining(wrong.node.toString())
                        .hasMessageContaining("WRONGPASS")
                        .message()
                        .doesNotContain("wr0ng-password");
            }
        }
    }

    /** Opens a session of a user who may use channels whose names begin with {@code allowed} and no other. */
    private static Session limited(Session admin) {
        admin.command("ACL", "SETUSER", "limited", "reset", "on", ">s3cret", "+@all", "&allowed*");
        return admin.as("limited", "s3cret");
    }
}

package io.fanfare.integration.transport;

import static io.fanfare.integration.transport.Session.channel;
import static io.fanfare.integration.transport.Session.publish;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the server refuses fails with the server's reason, and alone. */
class RefusalIT extends WithServer {
    private static final String TO_REDIS = "io.fanfare.integration.transport.Wiring#toRedis";
    private static final java.util.regex.Pattern RULE =
            java.util.regex.Pattern.compile("; the ACL rule (\\S+) allows it$");

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
                    .hasMessageContaining("refused SUBSCRIBE " + forbidden + ": NOPERM")
                    .hasMessageEndingWith("; the ACL rule &" + forbidden + " allows it");
            assertThat(failures.get(forbiddenPattern))
                    .returns(ErrorCode.NO_PERMISSION, PubSubException::code)
                    .hasMessageContaining("refused PSUBSCRIBE " + forbiddenPattern + ": NOPERM")
                    .hasMessageEndingWith("; the ACL rule &" + forbiddenPattern + " allows it");

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
                    .hasMessageContaining("refused PUBLISH " + forbidden + ": NOPERM")
                    .hasMessageEndingWith("; the ACL rule &" + forbidden + " allows it");
            assertThat(Results.of(after)).isEqualTo(1);
            recorder.await(2);
            assertThat(recorder.texts()).containsExactly("before", "after");
        }
    }

    @ParameterizedTest
    @MethodSource(TO_REDIS)
    void theRuleThatARefusalNamesAllowsIt(Wiring wiring) {
        Channel channel = channel("c");
        ShardChannel shard = ShardChannel.of(channel.toString());
        List<Topic> topics = List.of(channel, Pattern.of(channel + "*"), shard);
        try (Session session = open(wiring)) {
            session.command("ACL", "SETUSER", "asking", "reset", "on", ">s3cret", "+@connection", "+ping");
            try (Session asking = session.as("asking", "s3cret")) {
                PublishConnection publisher = asking.publisher();
                grant(session, () -> Results.failureOf(publish(publisher, channel, "x")));
                grant(session, () -> Results.failureOf(publish(publisher, channel, "x")));
                grant(session, () -> Results.failureOf(publish(publisher, shard, "x")));
                assertThat(Results.of(publish(publisher, channel, "x"))).isZero();
                assertThat(Results.of(publish(publisher, shard, "x"))).isZero();
                session.command("ACL", "SETUSER", "asking", "resetchannels");
                SubscribeConnection subscriber = asking.subscriber(Session.DEAF);
                for (Topic topic : topics) {
                    grant(session, () -> refusal(subscriber, topic));
                    if (topic != shard) { // the channel's rule holds for the shard channel of the same name
                        grant(session, () -> refusal(subscriber, topic));
                    }
                    Session.subscribe(subscriber, topic);
                }
            }
        }
    }

    private static PubSubException refusal(SubscribeConnection subscriber, Topic topic) {
        Changes changes = new Changes();
        subscriber.subscribe(List.of(topic), changes);
        return changes.await(List.of(topic)).get(topic);
    }

    private static void grant(Session admin, Supplier<PubSubException> refused) {
        PubSubException refusal = refused.get();
        assertThat(refusal.code()).isEqualTo(ErrorCode.NO_PERMISSION);
        Matcher rule = RULE.matcher(refusal.getMessage());
        assertThat(rule.find()).as(refusal.getMessage()).isTrue();
        admin.command("ACL", "SETUSER", "asking", rule.group(1));
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

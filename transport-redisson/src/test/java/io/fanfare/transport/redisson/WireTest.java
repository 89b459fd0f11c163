package io.fanfare.transport.redisson;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.Node;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.ShardChannel;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The frames that a server sends at moments which cannot be provoked in a real one. */
class WireTest {
    private static final Node NODE = Node.of("scripted", 6379);

    private final RecordingListener listener = new RecordingListener();
    private EmbeddedChannel channel;
    private Wire wire;
    private RedissonSubscribeConnection connection;

    private void open(RecordingListener hears) {
        Subscriptions subscriptions = new Subscriptions();
        channel = new EmbeddedChannel();
        wire = new Wire(NODE, channel, new Inbox(NODE, hears, subscriptions));
        channel.pipeline().addLast(wire);
        wire.reportLossTo(hears);
        connection = new RedissonSubscribeConnection(wire, subscriptions);
    }

    private void receive(String frames) {
        channel.runPendingTasks();
        channel.writeInbound(Unpooled.copiedBuffer(frames, StandardCharsets.US_ASCII));
    }

    private String sent() {
        channel.runPendingTasks();
        StringBuilder text = new StringBuilder();
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            text.append(bytes.toString(StandardCharsets.US_ASCII));
            bytes.release();
        }
        return text.toString();
    }

    private static String push(String... values) {
        return frame('>', values);
    }

    private static String frame(char type, String... values) {
        StringBuilder text =
                new StringBuilder().append(type).append(values.length).append("\r\n");
        for (String value : values) {
            boolean isCount = value.startsWith(":");
            text.append(isCount ? value : "$" + value.length() + "\r\n" + value).append("\r\n");
        }
        return text.toString();
    }

    private void subscribeShard(String name) {
        connection.subscribe(List.of(ShardChannel.of(name)), listener);
        receive(push("ssubscribe", name, ":1"));
    }

    @Test
    void manyTopicsAreOneCommandEachInOneWrite() {
        open(listener);
        connection.subscribe(List.of(Channel.of("a"), Pattern.of("b*"), ShardChannel.of("c")), listener);
        channel.runPendingTasks();
        assertThat(channel.outboundMessages()).hasSize(1);
        assertThat(sent())
                .isEqualTo(
                        frame('*', "SUBSCRIBE", "a") + frame('*', "PSUBSCRIBE", "b*") + frame('*', "SSUBSCRIBE", "c"));
    }

    @Test
    void anErrorIsOfTheOldestCommandAndTouchesNoOther() {
        open(listener);
        connection.subscribe(List.of(Channel.of("a"), Channel.of("b"), ShardChannel.of("c")), listener);
        receive(push("subscribe", "a", ":1") + push("message", "a", "1") + "-NOPERM no b\r\n-MOVED 1 h:2\r\n");
        assertThat(listener.events)
                .containsExactly("completed a", "message a a 1", "completed b NO_PERMISSION", "completed c MOVED");
        assertThat(listener.failures.get(0)).hasMessageContaining("scripted:6379 refused SUBSCRIBE b: NOPERM no b");
    }

    @Test
    void aSlotThatMovesBeforeSunsubscribeIsReadDoesNotShiftTheAnswersBehindIt() {
        open(listener);
        subscribeShard("x");
        connection.unsubscribe(List.of(ShardChannel.of("x")), listener);
        CompletableFuture<Void> ping = connection.ping().toCompletableFuture();
        connection.subscribe(List.of(Channel.of("a")), listener);
        assertThat(sent()).contains(frame('*', "SUNSUBSCRIBE", "x") + frame('*', "PING") + frame('*', "PING"));
        receive(push("sunsubscribe", "x", ":0") + "-MOVED 1 h:2\r\n");
        assertThat(listener.events).containsExactly("completed x");
        receive("+PONG\r\n");
        assertThat(listener.events).containsExactly("completed x", "completed x");
        assertThat(ping).isNotDone();
        receive("+PONG\r\n" + push("subscribe", "a", ":1"));
        assertThat(ping).isCompleted();
        assertThat(listener.events).containsExactly("completed x", "completed x", "completed a");
        assertThat(wire.oldest()).isNull();
    }

    @Test
    void aRefusedFenceEndsSunsubscribeToo() {
        open(listener);
        subscribeShard("x");
        connection.unsubscribe(List.of(ShardChannel.of("x")), listener);
        receive(push("sunsubscribe", "x", ":0") + "-NOPERM User has no permissions to run the 'ping' command\r\n");
        assertThat(listener.events).containsExactly("completed x", "completed x");
        assertThat(wire.oldest()).isNull();
    }

    @Test
    void sunsubscribeRefusedForItsSlotIsConfirmedAndForPermissionIsNot() {
        open(listener);
        subscribeShard("x");
        connection.unsubscribe(List.of(ShardChannel.of("x")), listener);
        receive("-NOPERM no sunsubscribe\r\n+PONG\r\n");
        connection.unsubscribe(List.of(ShardChannel.of("x")), listener);
        receive("-CLUSTERDOWN Hash slot not served\r\n+PONG\r\n" + push("smessage", "x", "late"));
        assertThat(listener.events).containsExactly("completed x", "completed x NO_PERMISSION", "completed x");
    }

    @Test
    void anUnaskedSunsubscribeIsReportedUnlessItsUnsubscribingIsUnanswered() {
        open(listener);
        subscribeShard("x");
        subscribeShard("y");
        connection.ping();
        connection.unsubscribe(List.of(ShardChannel.of("y")), listener);
        receive(push("sunsubscribe", "x", ":1") + push("sunsubscribe", "y", ":0"));
        assertThat(listener.events).containsExactly("completed x", "completed y", "unsubscribed x");
        receive("+PONG\r\n-MOVED 1 h:2\r\n+PONG\r\n");
        assertThat(listener.events).containsExactly("completed x", "completed y", "unsubscribed x", "completed y");
    }

    @Test
    void respTwoFormsAreReadSplitAtEveryByte() {
        String answers = frame('*', "subscribe", "a", ":1")
                + frame('*', "psubscribe", "a*", ":2")
                + frame('*', "message", "a", "1")
                + frame('*', "pmessage", "a*", "a", "1")
                + frame('*', "pong", "")
                + frame('*', "unsubscribe", "a", ":1");
        List<String> whole = session(answers, answers.length());
        assertThat(whole)
                .containsExactly("completed a", "completed a*", "message a a 1", "message a* a 1", "completed a");
        for (int piece = 1; piece < answers.length(); piece++) {
            assertThat(session(answers, piece)).as("pieces of %d", piece).isEqualTo(whole);
        }
    }

    private List<String> session(String answers, int piece) {
        RecordingListener hears = new RecordingListener();
        open(hears);
        connection.subscribe(List.of(Channel.of("a"), Pattern.of("a*")), hears);
        CompletableFuture<Void> ping = connection.ping().toCompletableFuture();
        connection.unsubscribe(List.of(Channel.of("a")), hears);
        for (int at = 0; at < answers.length(); at += piece) {
            receive(answers.substring(at, Math.min(answers.length(), at + piece)));
        }
        assertThat(ping).isCompleted();
        return hears.events;
    }

    @Test
    void oneReadIsOneBatchOfTheTopicsThatWerePassedIn() {
        List<Integer> sizes = new ArrayList<>();
        Channel topic = Channel.of("a");
        RecordingListener hears = new RecordingListener() {
            @Override
            public void onMessages(List<Message> batch) {
                sizes.add(batch.size());
                assertThat(batch).allMatch(message -> message.topic() == topic && message.channel() == topic);
            }
        };
        open(hears);
        connection.subscribe(List.of(topic), hears);
        receive(push("subscribe", "a", ":1"));
        receive(push("message", "a", "1").repeat(10));
        receive(push("message", "a", "1").repeat(4_100));
        assertThat(sizes).containsExactly(10, 4_096, 4);
    }

    @Test
    void readingGoesOnAfterAThrowOfAnyCallback() {
        List<String> seen = new ArrayList<>();
        RecordingListener hears = new RecordingListener() {
            @Override
            public void onMessages(List<Message> batch) {
                batch.forEach(message -> seen.add(message.payload().toText()));
                throw new IllegalStateException("thrown by the test");
            }
        };
        open(hears);
        connection.subscribe(List.of(Channel.of("a")), (topic, failure) -> {
            throw new IllegalStateException("thrown by the test");
        });
        receive(push("subscribe", "a", ":1") + push("message", "a", "1"));
        receive(push("message", "a", "2"));
        assertThat(seen).containsExactly("1", "2");
        assertThat(connection.isOpen()).isTrue();
    }

    @Test
    void allUnansweredFailWithOneCauseThenTheLossIsReportedOnce() {
        open(listener);
        RedissonPublishConnection publisher = new RedissonPublishConnection(wire);
        publisher.publish(Channel.of("a"), Payload.of("secret"), listener);
        channel.runPendingTasks();
        publisher.publish(Channel.of("a"), Payload.of("secret"), listener);
        Wire.close(channel);
        assertThat(listener.events).containsExactly("failed CONNECTION_LOST", "failed CONNECTION_LOST", "lost");
        assertThat(listener.failures).containsOnly(listener.losses.get(0));
        publisher.publish(Channel.of("a"), Payload.of("secret"), listener);
        publisher.close();
        assertThat(listener.events).hasSize(4).endsWith("failed CONNECTION_LOST");
    }

    @Test
    void closingFailsTheUnansweredAndReportsNoLoss() {
        open(listener);
        connection.subscribe(List.of(Channel.of("a")), listener);
        connection.close();
        channel.runPendingTasks();
        connection.subscribe(List.of(Channel.of("b")), listener);
        assertThat(listener.events).containsExactlyInAnyOrder("completed a CLOSED", "completed b CLOSED");
    }

    @Test
    void aMalformedFrameIsALossThatSaysSo() {
        open(listener);
        receive("?\r\n");
        assertThat(listener.losses).hasSize(1);
        assertThat(listener.losses.get(0)).hasMessageContaining("no RESP type 63");
    }

    @Test
    void anErrorOfAPublishNamesTheChannelAndNeverThePayload() {
        open(listener);
        List<PubSubException> failures = new ArrayList<>();
        new RedissonPublishConnection(wire).publish(ShardChannel.of("c"), Payload.of("secret"), new PublishCallback() {
            @Override
            public void published(long receivers) {}

            @Override
            public void failed(PubSubException cause) {
                failures.add(cause);
            }
        });
        receive("-ERR unknown command 'SPUBLISH', with args beginning with: 'c' 'secret' \r\n");
        assertThat(failures).hasSize(1);
        assertThat(failures.get(0).code()).isEqualTo(ErrorCode.COMMAND_REFUSED);
        assertThat(failures.get(0)).hasMessageContaining("SPUBLISH c").hasMessageNotContaining("secret");
    }
}

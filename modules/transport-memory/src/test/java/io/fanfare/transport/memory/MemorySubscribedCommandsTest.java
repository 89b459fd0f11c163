package io.fanfare.transport.memory;

import static io.fanfare.transport.memory.Client.NODE;
import static io.fanfare.transport.memory.Client.ORDERS;
import static io.fanfare.transport.memory.Client.await;
import static io.fanfare.transport.memory.Client.failure;
import static io.fanfare.transport.memory.Client.publish;
import static io.fanfare.transport.memory.Client.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Channel;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.Payload;
import io.fanfare.spi.Protocol;
import io.fanfare.spi.PubSubObserver.Role;
import io.fanfare.spi.Reply;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.TransportOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemorySubscribedCommandsTest {
    private final MemoryFaults faults = MemoryFaults.at(NODE);
    private final Client client = new Client();
    private final Recorder recorder = new Recorder();

    @AfterEach
    void close() {
        client.close();
        faults.close();
    }

    @Test
    void clientInfoCountsWhatTheBrokerHolds() {
        SubscribeConnection subscriber = client.subscriber(recorder);
        subscribe(subscriber, ORDERS, Channel.of("a"), Pattern.of("o*"), ShardChannel.of("s"));
        long id = ((Reply.OfNumber) call(subscriber, "CLIENT", "ID")).value();

        assertThat(text(call(subscriber, "CLIENT", "INFO")))
                .startsWith("id=" + id + " name=fanfare ")
                .contains(" sub=2 psub=1 ssub=1 ")
                .endsWith("\n");
        CommandConnection commands = client.commands();
        assertThat(text(await(commands.call("CLIENT", "LIST", "ID", Long.toString(id)))))
                .isEqualTo(text(call(subscriber, "CLIENT", "INFO")));
        assertThat(text(await(commands.call("CLIENT", "LIST")))).hasLineCount(2);
        assertThat(text(await(commands.call("CLIENT", "LIST", "ID", "0")))).isEmpty();
        assertThat(await(commands.call("CLIENT", "LIST", "ID"))).isEqualTo(new Reply.OfError("ERR syntax error"));
    }

    @Test
    void aDroppedSubscriptionIsMissingWithoutAWord() {
        SubscribeConnection subscriber = client.subscriber(recorder);
        subscribe(subscriber, ORDERS, Channel.of("a"));

        assertThat(faults.dropSubscriptions(ORDERS)).isEqualTo(1);
        assertThat(faults.dropSubscriptions(ORDERS)).isZero();

        assertThat(text(call(subscriber, "CLIENT", "INFO"))).contains(" sub=1 ");
        assertThat(publish(client.publisher(), ORDERS, "7")).isZero();
        assertThat(recorder.lines).isEmpty();
    }

    @Test
    void underResp2ASubscribedConnectionIsRefusedAllButPing() {
        TransportOptions resp2 = TransportOptions.defaults().with(TransportOptions.PROTOCOL, Protocol.RESP2);
        try (var transport = new MemoryTransportProvider().open(resp2)) {
            SubscribeConnection subscriber = await(transport.connectSubscriber(NODE, recorder));
            assertThat(call(subscriber, "CLIENT", "ID")).isInstanceOf(Reply.OfNumber.class);
            subscribe(subscriber, ORDERS);

            assertThat(((Reply.OfError) call(subscriber, "CLIENT", "INFO")).message())
                    .startsWith("ERR Can't execute 'client|info': only (P|S)SUBSCRIBE");
            assertThat(call(subscriber, "PING", "x")).isEqualTo(new Reply.OfList(List.of(bytes("pong"), bytes("x"))));
            assertThat(call(subscriber, "PING")).isEqualTo(new Reply.OfList(List.of(bytes("pong"), bytes(""))));
            await(subscriber.ping());
        }
    }

    @Test
    void helloTellsTheRole() {
        SubscribeConnection subscriber = client.subscriber(recorder);
        Reply.OfMap master = (Reply.OfMap) call(subscriber, "HELLO");
        assertThat(master.values()).containsEntry(bytes("role"), bytes("master"));
        assertThat(master.values().keySet())
                .containsExactly(
                        bytes("server"),
                        bytes("version"),
                        bytes("proto"),
                        bytes("id"),
                        bytes("mode"),
                        bytes("role"),
                        bytes("modules"));
        faults.demote();
        assertThat(((Reply.OfMap) call(subscriber, "HELLO")).values()).containsEntry(bytes("role"), bytes("replica"));
        faults.promote();
        assertThat(call(subscriber, "HELLO")).isEqualTo(master);
        assertThat(call(subscriber, "HELLO", "3")).isInstanceOf(Reply.OfError.class);

        TransportOptions resp2 = TransportOptions.defaults().with(TransportOptions.PROTOCOL, Protocol.RESP2);
        try (var transport = new MemoryTransportProvider().open(resp2)) {
            CommandConnection commands = await(transport.connectCommand(NODE, recorder));
            assertThat(((Reply.OfList) await(commands.call("HELLO"))).values())
                    .hasSize(14)
                    .containsSubsequence(bytes("role"), bytes("master"));
        }
    }

    @Test
    void refusesCommandsUntilAllowed() {
        SubscribeConnection subscriber = client.subscriber(recorder);
        faults.refuseCommand("client|info");
        faults.refuseCommand("PING");

        assertThat(call(subscriber, "CLIENT", "INFO"))
                .isEqualTo(new Reply.OfError("NOPERM this user has no permissions to run the 'client|info' command"));
        assertThat(call(subscriber, "CLIENT", "ID")).isInstanceOf(Reply.OfNumber.class);
        assertThat(call(subscriber, "PING")).isInstanceOf(Reply.OfError.class);
        assertThat(failure(subscriber.ping()).code()).isEqualTo(ErrorCode.NO_PERMISSION);
        faults.refuseCommand("CLIENT");
        assertThat(call(subscriber, "CLIENT", "ID")).isInstanceOf(Reply.OfError.class);
        faults.allowCommand("CLIENT");
        faults.allowCommand("CLIENT|INFO");
        faults.allowCommand("ping");

        assertThat(call(subscriber, "CLIENT", "INFO")).isInstanceOf(Reply.OfBytes.class);
        await(subscriber.ping());
    }

    @Test
    void aRefusedUnsubscribeIsToldAndLeavesTheSubscription() {
        SubscribeConnection subscriber = client.subscriber(recorder);
        subscribe(subscriber, ORDERS);
        faults.refuseCommand("UNSUBSCRIBE");
        faults.refuseCommand("PSUBSCRIBE");
        faults.refuseCommand("PUBLISH");
        subscriber.unsubscribe(List.of(ORDERS), recorder);
        subscriber.subscribe(List.of(Pattern.of("o*")), recorder);
        client.publisher().publish(ORDERS, Payload.EMPTY, recorder);
        await(subscriber.ping());
        assertThat(recorder.lines)
                .containsExactlyInAnyOrder("orders NO_PERMISSION", "o* NO_PERMISSION", "failed NO_PERMISSION");

        faults.allowCommand("PUBLISH");
        assertThat(publish(client.publisher(), ORDERS, "7")).isEqualTo(1);
        faults.allowCommand("UNSUBSCRIBE");
        subscriber.unsubscribe(List.of(ORDERS), recorder);
        await(subscriber.ping());
        assertThat(publish(client.publisher(), ORDERS, "7")).isZero();
    }

    @Test
    void callsPingsAndChangesAreAnsweredInTheirOrder() {
        SubscribeConnection subscriber = client.subscriber(recorder);
        List<Integer> answers = new CopyOnWriteArrayList<>();
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            expected.add(number);
            switch (i % 3) {
                case 0 -> subscriber.subscribe(List.of(Channel.of("c" + i)), (topic, failure) -> answers.add(number));
                case 1 -> {
                    var unused = subscriber.ping().thenRun(() -> answers.add(number));
                }
                default -> {
                    var unused = subscriber
                            .call(command("PING", "" + i))
                            .thenAccept(reply -> answers.add(Integer.parseInt(reply.toString())));
                }
            }
        }
        await(subscriber.ping());
        assertThat(answers).isEqualTo(expected);
    }

    @Test
    void aLossFailsACallOnTheEventLoop() {
        SubscribeConnection subscriber = client.subscriber(recorder);
        subscriber.pause();
        List<String> threads = new CopyOnWriteArrayList<>();
        CompletableFuture<Reply> waiting =
                subscriber.call(command("CLIENT", "INFO")).toCompletableFuture();
        var unused = waiting.whenComplete(
                (reply, failure) -> threads.add(Thread.currentThread().getName()));
        faults.cut(Role.SUBSCRIBE);
        subscriber.resume();

        // who joins a future may run what depends on it
        Awaitility.await().until(() -> !threads.isEmpty());
        assertThat(threads).containsExactly("fanfare-memory");
        assertThat(failure(waiting).code()).isEqualTo(ErrorCode.CONNECTION_LOST);
        assertThat(failure(subscriber.call(command("PING"))).code()).isEqualTo(ErrorCode.CONNECTION_LOST);
    }

    private static Reply call(SubscribeConnection subscriber, String... arguments) {
        return await(subscriber.call(command(arguments)));
    }

    private static List<byte[]> command(String... arguments) {
        List<byte[]> bytes = new ArrayList<>();
        for (String argument : arguments) {
            bytes.add(argument.getBytes(StandardCharsets.UTF_8));
        }
        return bytes;
    }

    private static String text(Reply reply) {
        return ((Reply.OfBytes) reply).text();
    }

    private static Reply bytes(String text) {
        return new Reply.OfBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}

package io.fanfare.transport.memory;

import static io.fanfare.transport.memory.Client.NODE;
import static io.fanfare.transport.memory.Client.ORDERS;
import static io.fanfare.transport.memory.Client.await;
import static io.fanfare.transport.memory.Client.failure;
import static io.fanfare.transport.memory.Client.subscribe;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Channel;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.Reply;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MemoryCommandConnectionTest {
    private final Client client = new Client();
    private CommandConnection commands;

    @BeforeEach
    void connect() {
        commands = client.commands();
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void pings() {
        assertThat(call("PING")).isEqualTo(bytes("PONG"));
        assertThat(call("ping", "x")).isEqualTo(bytes("x"));
        assertThat(call("PING", "x", "y"))
                .isEqualTo(new Reply.OfError("ERR wrong number of arguments for 'ping' command"));
    }

    @Test
    void identifiesTheClient() {
        assertThat(call("CLIENT", "GETNAME")).isEqualTo(bytes("fanfare"));
        assertThat(call("CLIENT", "ID")).isEqualTo(call("client", "id"));
        assertThat(await(client.commands().call("CLIENT", "ID"))).isNotEqualTo(call("CLIENT", "ID"));
    }

    @Test
    void nameThatRedisRefusesIsNotSet() {
        TransportOptions options = TransportOptions.defaults().with(TransportOptions.CLIENT_NAME, "has space");
        try (Transport transport = new MemoryTransportProvider().open(options)) {
            CommandConnection nameless = await(transport.connectCommand(NODE, new Recorder()));
            assertThat(await(nameless.call("CLIENT", "GETNAME"))).isEqualTo(new Reply.OfNull());
        }
    }

    @Test
    void tellsOfSubscriptions() {
        subscribe(
                client.subscriber(new Recorder()),
                ORDERS,
                Channel.of("offers"),
                Pattern.of("o*"),
                ShardChannel.of("shard"));
        subscribe(client.subscriber(new Recorder()), ORDERS, Pattern.of("o*"));

        assertThat(call("PUBSUB", "CHANNELS")).isEqualTo(list(bytes("orders"), bytes("offers")));
        assertThat(call("PUBSUB", "CHANNELS", "or*")).isEqualTo(list(bytes("orders")));
        assertThat(call("PUBSUB", "NUMSUB", "orders", "shard"))
                .isEqualTo(list(bytes("orders"), number(2), bytes("shard"), number(0)));
        assertThat(call("PUBSUB", "NUMPAT")).isEqualTo(number(1));
        assertThat(call("PUBSUB", "SHARDCHANNELS")).isEqualTo(list(bytes("shard")));
        assertThat(call("PUBSUB", "SHARDNUMSUB", "shard")).isEqualTo(list(bytes("shard"), number(1)));
    }

    @Test
    void otherCommandsAreErrors() {
        assertThat(call("GET", "key")).isEqualTo(new Reply.OfError("ERR unknown command 'GET'"));
        assertThat(await(commands.call(List.of()))).isEqualTo(new Reply.OfError("ERR unknown command ''"));
        assertThat(call("CLIENT", "KILL")).isEqualTo(new Reply.OfError("ERR unknown subcommand 'KILL' of CLIENT"));
        assertThat(call("PUBSUB", "HELP")).isEqualTo(new Reply.OfError("ERR unknown subcommand 'HELP' of PUBSUB"));
        assertThat(List.of(
                        call("CLIENT"),
                        call("PUBSUB"),
                        call("CLIENT", "ID", "1"),
                        call("PUBSUB", "NUMPAT", "1"),
                        call("PUBSUB", "CHANNELS", "a", "b")))
                .allMatch(reply -> reply instanceof Reply.OfError error
                        && error.message().startsWith("ERR wrong number of arguments for '"));
    }

    @Test
    void failsWhenClosed() {
        commands.close();

        assertThat(failure(commands.call("PING")).code()).isEqualTo(ErrorCode.CLOSED);
    }

    private Reply call(String... arguments) {
        return await(commands.call(arguments));
    }

    private static Reply bytes(String text) {
        return new Reply.OfBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Reply number(long value) {
        return new Reply.OfNumber(value);
    }

    private static Reply list(Reply... values) {
        return new Reply.OfList(List.of(values));
    }
}

package io.fanfare.transport.memory;

import static io.fanfare.transport.memory.Client.NODE;
import static io.fanfare.transport.memory.Client.ORDERS;
import static io.fanfare.transport.memory.Client.await;
import static io.fanfare.transport.memory.Client.failure;
import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubObserver.Role;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MemoryPublishConnectionTest {
    private final MemoryFaults faults = MemoryFaults.at(NODE);
    private final Client client = new Client();
    private final PublishConnection publisher = client.publisher();

    @AfterEach
    void close() {
        client.close();
        faults.close();
    }

    @Test
    void repliesKeepTheirPlaceAmongThePublishes() {
        List<Integer> answers = new CopyOnWriteArrayList<>();
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            expected.add(number);
            if (i % 2 == 0) {
                publisher.publish(ORDERS, Payload.EMPTY, Client.whenAnswered(() -> answers.add(number)));
            } else {
                var unused = publisher
                        .call(command("PING", "" + i))
                        .thenAccept(reply -> answers.add(Integer.parseInt(reply.toString())));
            }
        }
        Awaitility.await().until(() -> answers.size() == 1_000);
        assertThat(answers).isEqualTo(expected);
    }

    @Test
    void authenticatesWithAnyCredentials() {
        Reply ok = new Reply.OfBytes("OK".getBytes(StandardCharsets.UTF_8));
        assertThat(call("AUTH", "pw")).isEqualTo(ok);
        assertThat(call("AUTH", "user", "pw")).isEqualTo(ok);
        assertThat(call("AUTH")).isEqualTo(new Reply.OfError("ERR wrong number of arguments for 'auth' command"));
        faults.refuseCommand("AUTH");
        assertThat(call("AUTH", "pw")).isInstanceOf(Reply.OfError.class);
    }

    @Test
    void aLossFailsACall() {
        faults.cut(Role.PUBLISH);
        Awaitility.await().until(() -> !publisher.isOpen());

        assertThat(failure(publisher.call(command("PING"))).code()).isEqualTo(ErrorCode.CONNECTION_LOST);
    }

    private Reply call(String... arguments) {
        return await(publisher.call(command(arguments)));
    }

    private static List<byte[]> command(String... arguments) {
        return Stream.of(arguments)
                .map(argument -> argument.getBytes(StandardCharsets.UTF_8))
                .toList();
    }
}

package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fanfare.spi.DecodeException;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class WithCodecTest {
    private static final FakeFormat JSON = FakeFormat.brackets("json", '{', '}');

    @Test
    void oneHandlerServesChannelsOfSeveralCodecs() {
        try (Memory memory = new Memory();
                Fanfare fanfare = memory.client().codecs(JSON).build()) {
            Queue<String> heard = new ConcurrentLinkedQueue<>();
            TypedChannel<String> plain = fanfare.channel("plain", String.class);
            TypedChannel<String> braced =
                    fanfare.channel("braced", String.class).withCodec("json");
            TypedPattern<String> typed =
                    fanfare.pattern("typed.*", String.class).withCodec("typed+gzip");
            for (TypedTopic<String> topic : List.of(plain, braced, typed)) {
                topic.onMessage(heard::add).subscribe().ready().join();
            }
            plain.publish("one").join();
            braced.publish("two").join();
            fanfare.channel("typed.x", String.class)
                    .withCodec("typed+gzip")
                    .publish("z".repeat(2_000))
                    .join();
            await().untilAsserted(() -> assertThat(heard).containsExactlyInAnyOrder("one", "two", "z".repeat(2_000)));
            assertThat(braced.topic())
                    .isEqualTo(fanfare.channel("braced", String.class).topic());
        }
    }

    @Test
    void aCodecOfTheApplicationIsUsedAsItIs() {
        try (Memory memory = new Memory();
                Fanfare fanfare = memory.client().build()) {
            Queue<String> heard = new ConcurrentLinkedQueue<>();
            fanfare.channel("c", String.class)
                    .onMessage(heard::add)
                    .subscribe()
                    .ready()
                    .join();
            fanfare.channel("c", String.class).withCodec(JSON).publish("x").join();
            await().untilAsserted(() -> assertThat(heard).containsExactly("{x}"));
            assertThatThrownBy(() -> fanfare.channel("c", String.class).withCodec("json"))
                    .isInstanceOfSatisfying(
                            PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_NOT_FOUND));
            assertThatThrownBy(() -> fanfare.pattern("c*", Integer.class).withCodec("string"))
                    .isInstanceOfSatisfying(
                            PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED));
        }
    }

    @Test
    void theErrorHandlerHearsWhatAPayloadLooksLike() {
        try (Memory memory = new Memory();
                Fanfare fanfare = memory.client()
                        .codecs(JSON, FakeFormat.brackets("msgpack", '<', '>'))
                        .codec("json")
                        .build()) {
            Queue<MessageFailure> failures = new ConcurrentLinkedQueue<>();
            TypedChannel<String> channel = fanfare.channel("c", String.class);
            channel.onMessage(value -> {})
                    .onError(failures::add)
                    .subscribe()
                    .ready()
                    .join();
            fanfare.channel("c", Payload.class)
                    .withCodec("bytes")
                    .publish(Payload.of("<x>"))
                    .join();
            await().untilAsserted(() -> assertThat(failures).singleElement().satisfies(failure -> {
                assertThat(failure.getCause()).isInstanceOf(DecodeException.class);
                assertThat(failure)
                        .hasMessageContaining("codec json, 3 bytes")
                        .hasMessageContaining("it looks like msgpack: use the codec msgpack for this channel, or auto");
            }));
        }
    }

    @Test
    void theLimitIsThatOfTheClient() {
        try (Memory memory = new Memory();
                Fanfare fanfare = memory.client().set("codec.max-payload", "10").build()) {
            TypedChannel<String> channel = fanfare.channel("c", String.class);
            assertThatThrownBy(() -> channel.publish("a".repeat(11)))
                    .hasMessage("ENCODE_FAILED: codec string made 11 bytes of a value of java.lang.String:"
                            + " fanfare.codec.max-payload allows 10");
            assertThat(fanfare.selection().codec()).isEqualTo("string");
        }
    }
}

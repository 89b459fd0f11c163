package io.fanfare.integration.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.ChannelMapping;
import io.fanfare.EventBus;
import io.fanfare.Fanfare;
import io.fanfare.FanfareBuilder;
import io.fanfare.MessageFailure;
import io.fanfare.TypedChannel;
import io.fanfare.codec.json.JsonCodecs;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.DecodeException;
import io.fanfare.spi.Payload;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Codecs of channels over Redis: composed ones, several for one handler, and what a failure says. */
class CodecIT {
    /** A value to send. */
    public record Order(long id, String customerName) {}

    private static EmbeddedRedis redis;

    @BeforeAll
    static void start() {
        redis = EmbeddedRedis.start();
    }

    @AfterAll
    static void stop() {
        redis.close();
    }

    private static FanfareBuilder client() {
        return Fanfare.builder().uri(redis.uri()).transport("jedis");
    }

    private static Queue<Order> heard(List<TypedChannel<Order>> channels) {
        Queue<Order> heard = new ConcurrentLinkedQueue<>();
        for (TypedChannel<Order> channel : channels) {
            channel.onMessage(heard::add).subscribe().ready().join();
        }
        return heard;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "json",
                "msgpack",
                "auto",
                "typed",
                "json+gzip",
                "json+zstd",
                "msgpack+gzip",
                "msgpack+zstd",
                "auto+gzip",
                "auto+zstd",
                "typed+gzip",
                "typed+zstd"
            })
    void everyCodecCarriesShortAndLongValues(String codec) {
        try (Fanfare fanfare = client().codec(codec).build()) {
            TypedChannel<Order> orders = fanfare.channel("orders", Order.class);
            Queue<Order> heard = heard(List.of(orders));
            List<Order> sent = List.of(new Order(7, "Ada"), new Order(8, "long ".repeat(10_000)));
            sent.forEach(order -> orders.publish(order).join());
            await().untilAsserted(() -> assertThat(heard).containsExactlyElementsOf(sent));
            assertThat(fanfare.selection().codec()).isEqualTo(codec);
        }
    }

    @Test
    void oneHandlerServesChannelsOfSeveralCodecs() {
        try (Fanfare fanfare = client().codec("json").build()) {
            TypedChannel<Order> legacy = fanfare.channel("legacy", Order.class);
            TypedChannel<Order> packed = fanfare.channel("packed", Order.class).withCodec("msgpack+zstd");
            Queue<Order> heard = heard(List.of(legacy, packed));
            legacy.publish(new Order(1, "Ada")).join();
            packed.publish(new Order(2, "Grace")).join();
            await().untilAsserted(() ->
                    assertThat(heard).containsExactlyInAnyOrder(new Order(1, "Ada"), new Order(2, "Grace")));
        }
    }

    @Test
    void autoHearsBothFormatsOfOneChannel() {
        try (Fanfare fanfare = client().codec("auto").build()) {
            TypedChannel<Order> orders = fanfare.channel("mixed", Order.class);
            Queue<Order> heard = heard(List.of(orders));
            orders.publish(new Order(1, "Ada")).join();
            orders.withCodec("json").publish(new Order(2, "Grace")).join();
            await().untilAsserted(() -> assertThat(heard).containsExactly(new Order(1, "Ada"), new Order(2, "Grace")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "msgpack"})
    void aFailureSaysWhatThePayloadLooksLike(String codec) {
        String other = codec.equals("json") ? "msgpack" : "json";
        try (Fanfare fanfare = client().codec(codec).build()) {
            TypedChannel<Order> orders = fanfare.channel("other", Order.class);
            Queue<MessageFailure> failures = new ConcurrentLinkedQueue<>();
            orders.onMessage(order -> {})
                    .onError(failures::add)
                    .subscribe()
                    .ready()
                    .join();
            orders.withCodec(other).publish(new Order(1, "Ada")).join();
            orders.withCodec(codec + "+gzip")
                    .publish(new Order(2, "long ".repeat(1_000)))
                    .join();
            await().untilAsserted(() -> assertThat(failures).hasSize(2));
            assertThat(failures).allSatisfy(failure -> {
                assertThat(failure.codec()).isEqualTo(codec);
                assertThat(failure.getCause()).isInstanceOf(DecodeException.class);
            });
            assertThat(failures)
                    .extracting(Throwable::getMessage)
                    .satisfiesExactly(
                            format -> assertThat(format)
                                    .endsWith("it looks like " + other + ": use the codec " + other
                                            + " for this channel, or auto"),
                            compressed -> assertThat(compressed)
                                    .endsWith("it looks compressed by gzip: use the codec " + codec + "+gzip"));
        }
    }

    @Test
    void aMapperOfTheApplicationIsUsedByAutoAndTyped() {
        JsonMapper mapper = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
        try (Fanfare fanfare =
                client().codecs(JsonCodecs.using(mapper)).codec("auto").build()) {
            TypedChannel<Order> orders = fanfare.channel("named", Order.class);
            Queue<Order> heard =
                    heard(List.of(orders, fanfare.channel("tagged", Order.class).withCodec("typed")));
            TypedChannel<Payload> raw = fanfare.channel("named", Payload.class).withCodec("bytes");
            raw.publish(Payload.of("{\"id\":1,\"customer_name\":\"Ada\"}")).join();
            await().untilAsserted(() -> assertThat(heard).containsExactly(new Order(1, "Ada")));
            fanfare.channel("tagged", Payload.class)
                    .withCodec("bytes")
                    .publish(Payload.of("d{\"id\":2,\"customer_name\":\"Grace\"}"))
                    .join();
            await().untilAsserted(() -> assertThat(heard).contains(new Order(2, "Grace")));
        }
    }

    @Test
    void aBusOfTypedPayloadsIsJoined() {
        try (Fanfare fanfare = client().codec("typed").build()) {
            EventBus bus = fanfare.eventBus(ChannelMapping.prefix("targeted:7:"), ChannelMapping.prefix("broadcast:"));
            Queue<Object> heard = new ConcurrentLinkedQueue<>();
            bus.on("hello", Order.class, event -> heard.add(event.value()))
                    .ready()
                    .join();
            bus.on("text", String.class, event -> heard.add(event.value()))
                    .ready()
                    .join();
            TypedChannel<Payload> foreign =
                    fanfare.channel("targeted:7:hello", Payload.class).withCodec("bytes");
            foreign.publish(Payload.of("d{\"id\":1,\"customerName\":\"Ada\"}")).join();
            await().untilAsserted(() -> assertThat(heard).containsExactly(new Order(1, "Ada")));
            fanfare.channel("broadcast:text", Payload.class)
                    .withCodec("bytes")
                    .publish(Payload.of("sto all"))
                    .join();
            await().untilAsserted(() -> assertThat(heard).contains("to all"));
        }
    }
}

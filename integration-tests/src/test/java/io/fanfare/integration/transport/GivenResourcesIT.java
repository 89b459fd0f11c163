package io.fanfare.integration.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.Protocol;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.TransportProvider;
import io.fanfare.transport.jedis.JedisTransports;
import io.fanfare.transport.lettuce.LettuceTransports;
import io.fanfare.transport.redisson.RedissonTransports;
import io.lettuce.core.RedisClient;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.redisson.Redisson;
import org.redisson.api.RedissonClient;
import org.redisson.config.Config;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.DefaultJedisSocketFactory;
import redis.clients.jedis.HostAndPort;

/** Transports over what an application has use that, and leave it as it was. */
class GivenResourcesIT extends WithServer {
    @Test
    void lettuceSharesTheEventLoopsOfClientResources() {
        List<io.netty.channel.Channel> customized = new CopyOnWriteArrayList<>();
        ClientResources resources = DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .threadFactoryProvider(pool -> new DefaultThreadFactory("application", true))
                .nettyCustomizer(new NettyCustomizer() {
                    @Override
                    public void afterChannelInitialized(io.netty.channel.Channel channel) {
                        customized.add(channel);
                    }
                })
                .build();
        try {
            TransportProvider provider = LettuceTransports.over(resources);
            assertThat(exchange(provider)).startsWith("application");
            assertThat(customized).hasSize(2).noneMatch(io.netty.channel.Channel::isOpen);
            assertThat(exchange(provider))
                    .as("what nobody used was given back and starts again")
                    .startsWith("application");

            RedisClient client = RedisClient.create(resources, "redis://" + node().connect());
            try (var connection = client.connect()) {
                assertThat(exchange(provider)).startsWith("application");
                assertThat(connection.sync().ping()).isEqualTo("PONG");
            } finally {
                client.shutdown();
            }
        } finally {
            assertThat(resources.shutdown(0, 10, TimeUnit.SECONDS).awaitUninterruptibly(20_000))
                    .isTrue();
        }
    }

    @Test
    void redissonSharesTheThreadsOfAClient() {
        Config config = new Config();
        config.useSingleServer()
                .setAddress("redis://" + node().connect())
                .setConnectionMinimumIdleSize(1)
                .setSubscriptionConnectionMinimumIdleSize(1);
        RedissonClient client = Redisson.create(config);
        try {
            TransportProvider provider = RedissonTransports.over(client);
            assertThat(exchange(provider)).startsWith("redisson-netty");
            assertThat(exchange(provider)).startsWith("redisson-netty");
            assertThat(client.isShutdown()).isFalse();
            assertThat(client.getBucket("given").isExists()).isFalse();
        } finally {
            client.shutdown();
        }
    }

    @Test
    void redissonSharesNothingOfAnImplementationByOthers() {
        RedissonClient other = (RedissonClient) Proxy.newProxyInstance(
                RedissonClient.class.getClassLoader(),
                new Class<?>[] {RedissonClient.class},
                (proxy, method, values) -> null);
        assertThatThrownBy(() -> RedissonTransports.over(other))
                .isInstanceOfSatisfying(
                        PubSubException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED))
                .hasMessageContaining("pass what Redisson.create returned");
    }

    @Test
    void jedisConnectsAsAConfigurationSays() {
        try (Session admin = open(Wiring.toRedis().get(0))) {
            admin.command("ACL", "SETUSER", "given", "reset", "on", ">pw", "allchannels", "+@all");
            List<HostAndPort> mapped = new ArrayList<>();
            TransportProvider provider = JedisTransports.over(DefaultJedisClientConfig.builder()
                    .user("given")
                    .password("pw")
                    .hostAndPortMapper(address -> {
                        mapped.add(address);
                        return new HostAndPort("localhost", address.getPort());
                    })
                    .build());
            for (Protocol protocol : Protocol.values()) {
                try (Session session = open(new Wiring(provider, protocol))) {
                    assertThat(session.command("ACL", "WHOAMI")).hasToString("given");
                }
                try (Session session = open(new Wiring(provider, protocol)).as("default", "any")) {
                    assertThat(session.command("ACL", "WHOAMI"))
                            .as("Fanfare's count")
                            .hasToString("default");
                }
            }
            assertThat(mapped)
                    .isNotEmpty()
                    .allMatch(address -> address.getHost().equals("127.0.0.1"));
        }
    }

    @Test
    void jedisTakesTheSocketsOfAFactory() {
        List<Socket> made = new CopyOnWriteArrayList<>();
        TransportProvider provider = JedisTransports.over(address -> () -> {
            Socket socket = new DefaultJedisSocketFactory(address).createSocket();
            made.add(socket);
            return socket;
        });
        assertThat(exchange(provider)).startsWith("fanfare-jedis-subscribe");
        assertThat(made).hasSize(2).allMatch(Socket::isClosed);
    }

    /** Sends a message through a transport, closes it and returns the name of the thread that brought the message. */
    private static String exchange(TransportProvider provider) {
        List<String> threads = new CopyOnWriteArrayList<>();
        Recorder recorder = new Recorder() {
            @Override
            public void onMessages(List<Message> arrived) {
                threads.add(Thread.currentThread().getName());
                super.onMessages(arrived);
            }
        };
        Channel channel = Session.channel("given");
        List<String> before = fanfareThreads();
        try (Session session = open(new Wiring(provider, Protocol.AUTO))) {
            SubscribeConnection subscriber = session.subscriber(recorder, channel);
            PublishConnection publisher = session.publisher();
            assertThat(Results.of(Session.publish(publisher, channel, "x"))).isEqualTo(1);
            recorder.await(1);
            assertThat(subscriber.isOpen()).isTrue();
            if (!provider.id().equals("jedis")) {
                assertThat(fanfareThreads()).isEqualTo(before);
            }
        }
        assertThat(recorder.losses).isEmpty();
        return threads.get(0);
    }

    private static List<String> fanfareThreads() {
        return Stream.of(Thread.getAllStackTraces().keySet().toArray(Thread[]::new))
                .map(Thread::getName)
                .filter(name -> name.startsWith("fanfare"))
                .sorted()
                .toList();
    }
}

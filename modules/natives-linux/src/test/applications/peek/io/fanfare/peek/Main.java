package io.fanfare.peek;

import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Node;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import java.time.Duration;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;

/** Tells of each transport the class of its sockets and their user timeout: {@code PORT TIMEOUT}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        Node node = Node.of("127.0.0.1", Integer.parseInt(arguments[0]));
        TransportOptions options = TransportOptions.defaults()
                .with(TransportOptions.CONNECT_TIMEOUT, Duration.ofSeconds(20))
                .with(TransportOptions.TCP_USER_TIMEOUT, TransportOptions.TCP_USER_TIMEOUT.parse(arguments[1]));
        for (TransportProvider provider : ServiceLoader.load(TransportProvider.class)) {
            try (Transport transport = provider.open(options)) {
                PublishConnection connection = transport
                        .connectPublisher(node, new ConnectionListener() {})
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS);
                Channel channel = provider.id().equals("lettuce")
                        ? io.fanfare.transport.lettuce.Peek.at(connection)
                        : io.fanfare.transport.redisson.Peek.at(connection);
                System.out.println(provider.id() + " " + channel.getClass().getSimpleName()
                        + (channel instanceof EpollSocketChannel
                                ? " " + channel.config().getOption(EpollChannelOption.TCP_USER_TIMEOUT) + " ms"
                                : ""));
            }
        }
    }
}

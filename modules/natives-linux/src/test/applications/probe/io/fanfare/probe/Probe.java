package io.fanfare.probe;

import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.NativeIo;
import io.fanfare.spi.NativeIoProvider;
import io.fanfare.spi.Node;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import java.time.Duration;
import java.util.Arrays;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;

/** Connects each transport and tells what its threads wait in: {@code PORT NATIVE-IO}. */
public final class Probe {
    private Probe() {}

    public static void main(String[] arguments) throws Exception {
        for (NativeIoProvider found : ServiceLoader.load(NativeIoProvider.class)) {
            System.out.println("found " + found.id() + " " + found.availability().isUsable());
        }
        Node node = Node.of("127.0.0.1", Integer.parseInt(arguments[0]));
        TransportOptions options = TransportOptions.defaults()
                .with(TransportOptions.CONNECT_TIMEOUT, Duration.ofSeconds(20))
                .with(TransportOptions.NATIVE_IO, TransportOptions.NATIVE_IO.parse(arguments[1]));
        for (TransportProvider provider : ServiceLoader.load(TransportProvider.class)) {
            try (Transport transport = provider.open(options)) {
                transport
                        .connectPublisher(node, new ConnectionListener() {})
                        .toCompletableFuture()
                        .get(30, TimeUnit.SECONDS);
                System.out.println(provider.id() + " " + waitsIn("fanfare-" + provider.id() + "-io"));
            }
        }
    }

    private static NativeIo waitsIn(String thread) {
        while (true) {
            StackTraceElement[][] traces = Thread.getAllStackTraces().entrySet().stream()
                    .filter(each -> each.getKey().getName().startsWith(thread))
                    .map(each -> each.getValue())
                    .toArray(StackTraceElement[][]::new);
            for (StackTraceElement[] trace : traces) {
                if (isIn(trace, "io.netty.channel.epoll.Native")) {
                    return NativeIo.EPOLL;
                }
                if (isIn(trace, "io.netty.channel.uring.Native")) {
                    return NativeIo.IO_URING;
                }
                if (isIn(trace, "sun.nio.ch.EPollSelectorImpl")) {
                    return NativeIo.OFF;
                }
            }
            Thread.onSpinWait();
        }
    }

    private static boolean isIn(StackTraceElement[] trace, String name) {
        return Arrays.stream(trace).anyMatch(frame -> frame.getClassName().equals(name));
    }
}

package io.fanfare.probe;

import io.fanfare.Fanfare;
import io.fanfare.ProviderDescription;
import io.fanfare.Providers;
import io.fanfare.TypedChannel;
import io.fanfare.spi.PubSubException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Tells what the JVM it runs in finds: {@code list}, {@code use URI}, or {@code choose KIND [ID]}. */
public final class Probe {
    /** A value to send. */
    public record Order(long id, String state) {}

    private Probe() {}

    public static void main(String[] arguments) throws Exception {
        try {
            switch (arguments[0]) {
                case "list" -> list();
                case "use" -> use(arguments[1]);
                default -> choose(arguments[1], arguments.length == 3 ? arguments[2] : null);
            }
        } catch (PubSubException e) {
            System.out.println(e.getMessage());
        }
    }

    private static void list() {
        for (ProviderDescription found : Providers.discover().descriptions()) {
            print(found, found.availability().isUsable() ? "usable" : found.availability().detail());
        }
    }

    private static void use(String uri) throws Exception {
        for (ProviderDescription found : Providers.discover().descriptions()) {
            if (!found.availability().isUsable()) {
                print(found, found.availability().detail());
                continue;
            }
            String codec = found.kind().equals("compression") ? "json+" + found.id() : pick(found, "codec", "json");
            try (Fanfare fanfare = Fanfare.builder()
                    .uri(uri)
                    .transport(pick(found, "transport", "memory"))
                    .codec(codec)
                    .pool(pick(found, "pool", "shared"))
                    .dispatcher(pick(found, "dispatcher", "ordered"))
                    .set("connect-timeout", "20s")
                    .set("codec.compression.threshold", "0")
                    .build()) {
                switch (codec) {
                    case "bytes" -> roundTrip(fanfare.channel("probe", byte[].class), new byte[] {0, -1});
                    case "string" -> roundTrip(fanfare.channel("probe", String.class), "text");
                    default -> roundTrip(fanfare.channel("probe", Order.class), new Order(7, "PAID".repeat(100)));
                }
            }
            print(found, "used");
        }
    }

    private static String pick(ProviderDescription found, String kind, String other) {
        return found.kind().equals(kind) ? found.id() : other;
    }

    private static <T> void roundTrip(TypedChannel<T> channel, T value) throws Exception {
        CompletableFuture<T> received = new CompletableFuture<>();
        channel.onMessage(received::complete).subscribe().ready().get(20, TimeUnit.SECONDS);
        channel.publish(value).get(20, TimeUnit.SECONDS);
        T arrived = received.get(20, TimeUnit.SECONDS);
        if (!Objects.deepEquals(arrived, value)) {
            throw new IllegalStateException("sent " + value + ", received " + arrived);
        }
    }

    private static void choose(String kind, String id) {
        Providers providers = Providers.discover();
        Object chosen = kind.equals("transport") ? providers.transport(id) : providers.codec(id);
        System.out.println(chosen.getClass().getName());
    }

    private static void print(ProviderDescription found, String state) {
        System.out.println(found.kind() + " " + found.id() + " | " + found.module() + " | " + state);
    }
}

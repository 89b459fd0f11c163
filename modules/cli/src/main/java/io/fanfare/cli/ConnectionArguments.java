package io.fanfare.cli;

import io.fanfare.Fanfare;
import io.fanfare.FanfareBuilder;
import io.fanfare.Providers;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TransportProvider;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where {@code pub} and {@code sub} connect, and with what. */
final class ConnectionArguments {
    @Option(
            names = "--uri",
            paramLabel = "URI",
            defaultValue = "${sys:fanfare.uri:-${env:FANFARE_URI:-redis://localhost:6379}}",
            description =
                    "redis://[user:password@]host[:port]; rediss:// is TLS. Without it FANFARE_URI, which other users"
                            + " of this machine cannot see, or else redis://localhost:6379.")
    private String uri = "";

    @Option(
            names = "--transport",
            paramLabel = "ID",
            description =
                    "Client library to use; see fanfare providers. Without it FANFARE_TRANSPORT, or else the first by"
                            + " name that is usable.")
    private @Nullable String transport;

    @Option(
            names = "--codec",
            paramLabel = "ID",
            defaultValue = PayloadFormat.STRING,
            description = "Format of the payloads, by default string: text as it is. bytes: text with escapes such as"
                    + " \\x00. Every other codec shows and takes its values as JSON. With +gzip or +zstd, as in json+gzip:"
                    + " compressed.")
    private String codec = PayloadFormat.STRING;

    String uri() {
        return uri;
    }

    PayloadFormat format() {
        return PayloadFormat.of(codec);
    }

    /** Connects, or throws what tells the user why that was not possible. */
    Fanfare open(PayloadFormat format) {
        try {
            return transport == null
                    ? openWithoutId(format)
                    : builder(format).transport(transport).build();
        } catch (PubSubException e) {
            throw NotReachedException.of(e, uri, "start a Redis there, name another with --uri, or set FANFARE_URI");
        }
    }

    private Fanfare openWithoutId(PayloadFormat format) {
        try {
            return builder(format).build();
        } catch (PubSubException e) {
            if (e.code() != ErrorCode.PROVIDER_AMBIGUOUS) {
                throw e;
            }
            return builder(format).transport(first(e)).build();
        }
    }

    /** Returns the id of the first usable transport that leads to a Redis server. */
    private static String first(PubSubException ambiguous) {
        return Providers.discover().transports().stream()
                .filter(TransportProvider::reachesRedis)
                .map(TransportProvider::id)
                .findFirst()
                .orElseThrow(() -> ambiguous);
    }

    private FanfareBuilder builder(PayloadFormat format) {
        return Fanfare.builder().uri(uri).codec(format.codec());
    }
}

package io.fanfare.integration.topology;

import io.fanfare.Fanfare;
import io.fanfare.FanfareBuilder;
import io.fanfare.TypedChannel;
import io.fanfare.embedded.EmbeddedTls;
import io.fanfare.spi.Address;
import io.fanfare.spi.TransportOptions;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A deployment that runs, and how clients use it. */
final class Site implements AutoCloseable {
    private final Runnable end;
    private final String uri;
    private final Map<String, String> settings = new HashMap<>();
    private boolean sharded;
    private @Nullable EmbeddedTls tls;
    private @Nullable UnaryOperator<Address> mapper;

    /** Creates one; {@code end} ends the deployment. */
    Site(Runnable end, String uri) {
        this.end = end;
        this.uri = uri;
    }

    /** Has clients use shard channels. */
    Site sharded() {
        sharded = true;
        return this;
    }

    Site as(String user, String password) {
        return set("username", user).set("password", password);
    }

    Site set(String name, String value) {
        settings.put(name, value);
        return this;
    }

    /** Has clients trust these certificates. */
    Site over(EmbeddedTls certificates) {
        tls = certificates;
        return this;
    }

    /** Has clients connect elsewhere than announced. */
    Site mapped(UnaryOperator<Address> by) {
        mapper = by;
        return this;
    }

    /** Returns a client that no time limit of a busy machine concerns. */
    FanfareBuilder client(String transport) {
        FanfareBuilder builder = Fanfare.builder()
                .uri(uri)
                .transport(transport)
                .codec("string")
                .set("connect-timeout", "20s")
                .set("publish.timeout", "20s")
                .set("publish.answer-timeout", "1m")
                .set("reconnect.max-backoff", "200ms")
                .setAll(settings);
        if (mapper != null) {
            builder.addressMapper(mapper);
        }
        return tls == null ? builder : builder.set(TransportOptions.SSL_CONTEXT, tls.clientSslContext());
    }

    TypedChannel<String> channel(Fanfare client, String name) {
        return sharded ? client.shardChannel(name, String.class) : client.channel(name, String.class);
    }

    boolean isSharded() {
        return sharded;
    }

    @Override
    public void close() {
        end.run();
    }
}

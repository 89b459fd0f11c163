package io.fanfare.integration.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.Fanfare;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.Lease;
import io.fanfare.spi.Reply;
import java.time.Duration;

/** Sends commands to a server as its default user. */
final class Admin implements AutoCloseable {
    private final Fanfare client;
    private final Lease<CommandConnection> lease;

    Admin(String uri) {
        client = Spoken.all().get(0).client(uri).set("audit.interval", "0s").build();
        lease = client.leaseCommands(Duration.ofSeconds(20)).join();
    }

    /** Sends a command, which must not fail. */
    Reply call(String... command) {
        Reply reply = lease.connection().call(command).toCompletableFuture().join();
        assertThat(reply).as(String.join(" ", command)).isNotInstanceOf(Reply.OfError.class);
        return reply;
    }

    @Override
    public void close() {
        lease.close();
        client.close();
    }
}

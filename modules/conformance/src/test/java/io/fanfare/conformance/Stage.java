package io.fanfare.conformance;

import io.fanfare.spi.Connection;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubObserver.Role;
import io.fanfare.spi.Reply;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What is behind an honest transport. */
interface Stage {
    /** One client of the server. */
    record Client(long id, String name, Role role, Connection connection, AtomicInteger subscriptions) {}

    /** Tells whether there is a server at a node. */
    default boolean isHome(Node node) {
        return true;
    }

    /** Notes a client. */
    default Client add(String name, Role role, Connection connection) {
        return new Client(0, name, role, connection, new AtomicInteger());
    }

    /** Answers what the honest transport does not know; null for all else. */
    default @Nullable Reply answer(List<byte[]> arguments) {
        return null;
    }

    /** Returns the stage of a transport that leads to a server: nothing has to be played. */
    static Stage server() {
        return new Stage() {};
    }
}

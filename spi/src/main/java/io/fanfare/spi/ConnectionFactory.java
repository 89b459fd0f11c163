package io.fanfare.spi;

import java.util.concurrent.CompletionStage;

/**
 * Opens the connections of a pool.
 *
 * @param <C> the kind of connection
 */
@FunctionalInterface
public interface ConnectionFactory<C extends Connection> {
    /**
     * Opens a connection; does not block.
     *
     * @param listener hears if it is lost
     */
    CompletionStage<C> connect(ConnectionListener listener);
}

package io.fanfare.spi;

/**
 * A borrowed connection.
 *
 * @param <C> the kind of connection
 */
public interface Lease<C extends Connection> extends AutoCloseable {
    /** Returns the connection, which must not be used after {@link #close()}. */
    C connection();

    /** Gives the connection back. A second call does nothing. */
    @Override
    void close();
}

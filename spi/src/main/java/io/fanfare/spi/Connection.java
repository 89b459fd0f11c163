package io.fanfare.spi;

/** One open connection to one node. Thread-safe. */
public interface Connection extends AutoCloseable {
    /** Returns the node at the other end. */
    Node node();

    /** Tells whether this connection is neither closed nor known to be lost. */
    boolean isOpen();

    /**
     * Closes the connection. What is unanswered fails with {@link ErrorCode#CLOSED}; the listener hears nothing of it.
     * May be called from any thread, the listener's included. A second call does nothing.
     */
    @Override
    void close();
}

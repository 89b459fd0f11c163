package io.fanfare.benchmarks;

import java.util.List;

/** A contender's way to subscribe and to publish. One JVM loads one implementation of each interface here. */
interface Client {
    /** Tells whether the messages of one connection are handed over one at a time, so that one counter serves it. */
    boolean isSerial(Workload workload);

    /** Opens a connection for each group of channels and returns when the server has confirmed them all. */
    void subscribe(List<Group> groups) throws Exception;

    /**
     * Opens the connection that publishes to these channels.
     *
     * @param answers counts the messages that are answered, if nobody else counts; null where deliveries are counted
     */
    Sender sender(List<String> channels, Counter answers) throws Exception;

    /** Returns what connects or leases. */
    Leasing leasing() throws Exception;

    /** Ends all connections and threads. */
    void close() throws Exception;

    /** Publishes; for one thread. */
    interface Sender {
        /** Publishes a payload, which is not used again, now or with the {@link #flush()} that follows. */
        void send(int channel, byte[] payload) throws Exception;

        /** A batch is complete. */
        void flush() throws Exception;

        /**
         * Waits until all that was published is answered.
         *
         * @return how many messages were published for that
         */
        default int awaitAnswers() throws Exception {
            return 0;
        }

        /** Tells whether {@link #send} itself waits while too many messages are unanswered. */
        default boolean isBounded() {
            return false;
        }
    }

    /** Connects or leases. */
    interface Leasing {
        /** Returns how many threads do so at a time. */
        int threads();

        /**
         * Connects or leases, sends a PING, and closes or gives back.
         *
         * @return the nanoseconds that connecting, handshake included, or leasing took
         */
        long use() throws Exception;
    }
}

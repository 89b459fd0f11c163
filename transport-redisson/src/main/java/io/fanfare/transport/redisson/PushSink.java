package io.fanfare.transport.redisson;

/** Takes what the server sends without being asked. Called on the event loop; does not throw but for bad frames. */
interface PushSink {
    /** Ignores everything. */
    PushSink NONE = new PushSink() {
        @Override
        public boolean push(Wire wire, FrameReader frame) {
            return false;
        }

        @Override
        public void handOver() {}
    };

    /** Takes a push of RESP3, or an array of RESP2 that may be one, and tells whether it was one. */
    boolean push(Wire wire, FrameReader frame) throws MalformedFrame;

    /** Tells whether the server holds subscriptions for the connection, as of the frames that were read. */
    default boolean holdsSubscriptions() {
        return false;
    }

    /** Passes on what it holds: a read has ended, or a reply follows. */
    void handOver();
}

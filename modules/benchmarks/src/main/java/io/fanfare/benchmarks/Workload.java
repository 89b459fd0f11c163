package io.fanfare.benchmarks;

/** What is measured. Each has one publishing thread and one connection that publishes. */
enum Workload {
    W1("publish only", Kind.THROUGHPUT, 0, 1, 4_096),
    W2("one publisher, one subscriber", Kind.THROUGHPUT, 1, 1, 4_096),
    W3("one publisher, 100 subscriber connections", Kind.THROUGHPUT, 100, 1, 256),
    W4("open loop at 10,000 msg/s", Kind.OPEN_LOOP, 1, 1, 4_096),
    W5("one message in flight", Kind.PING_PONG, 1, 1, 1),
    W6("1,000 channels over 4 subscriber connections", Kind.THROUGHPUT, 4, 1_000, 4_096),
    W7("connect against lease", Kind.CONNECT, 0, 1, 1);

    /** How a workload is driven, and so what its figures are. */
    enum Kind {
        /** As many messages as the window lets through. */
        THROUGHPUT,
        /** Messages by a fixed schedule; latency from the intended send time. */
        OPEN_LOOP,
        /** Each message after the one before has arrived. */
        PING_PONG,
        /** A connection and a PING against a lease from a warm pool of 100 connections by 100 threads. */
        CONNECT
    }

    final String title;
    final Kind kind;
    final int connections;
    final int channels;

    /** The most messages that are published and not yet delivered everywhere or, without subscribers, unanswered. */
    final int window;

    Workload(String title, Kind kind, int connections, int channels, int window) {
        this.title = title;
        this.kind = kind;
        this.connections = connections;
        this.channels = channels;
        this.window = window;
    }

    /** Returns how many deliveries one message makes; 1 where publishing itself is counted. */
    int deliveries() {
        return channels > 1 ? 1 : Math.max(1, connections);
    }

    /** Returns how many messages are sent before the client is told that a batch is complete. */
    int batch() {
        return Math.max(1, Math.min(1_024, window / 2));
    }

    boolean measuresLatency() {
        return kind != Kind.THROUGHPUT;
    }

    /** Returns the name of a channel, which no other contender has: those that are idle are to hear of nothing. */
    String channel(Form form, int index) {
        return "bench:" + name() + ":" + form.id().charAt(0) + ":" + index;
    }
}

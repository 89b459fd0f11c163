package io.fanfare.conformance;

/**
 * The figures of a service-level run. All zero if the run could not begin; the rules then say why.
 *
 * @param deliveredPerSecond messages a second that reached the one handler of one publisher, with at most 4,096 on the
 *     way
 * @param publishedPerSecond messages a second that the publisher sent meanwhile
 * @param payloadBytes length of the encoded record
 * @param latencyRate messages a second at which latency was measured
 * @param latencyMicros latency from the intended send time
 * @param connections subscriber connections that were served at the same time, by the server's own count
 * @param subscribers subscribers that the server confirmed
 * @param reuse 1 minus the connections that the publish pool opened after warm-up divided by the publishes
 * @param lost messages that never arrived, over all phases
 * @param duplicated messages that arrived again, over all phases
 * @param reordered messages that arrived after a later one, over all phases
 * @param generatedPerSecond messages a second that the generator of the latency phase really sent
 * @param worstSlipMicros how late the generator was at worst against its schedule; contained in the latencies
 * @param publishes messages published after warm-up, to which {@code reuse} refers
 * @param connectionsOpened connections that the publish pool opened meanwhile
 * @param serverConnections connections that the server says it accepted meanwhile, from anyone; -1 if it does not say
 */
public record ServiceLevel(
        double deliveredPerSecond,
        double publishedPerSecond,
        int payloadBytes,
        int latencyRate,
        Latency latencyMicros,
        int connections,
        int subscribers,
        double reuse,
        long lost,
        long duplicated,
        long reordered,
        double generatedPerSecond,
        double worstSlipMicros,
        long publishes,
        long connectionsOpened,
        long serverConnections) {}

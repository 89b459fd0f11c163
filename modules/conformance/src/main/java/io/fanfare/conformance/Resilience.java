package io.fanfare.conformance;

/**
 * What the faults of a run cost.
 *
 * @param detectMillis the longest time from the moment at which a connection fell silent, sockets open, to the notice
 *     of its loss, with a PING after 250 ms without a byte and 1 s for its answer; -1 if it was not measured
 * @param resubscribedMillis the time from the notice of a loss until the server had confirmed every topic again; -1 if
 *     it was not measured
 * @param resubscribedTopics how many topics those were
 */
public record Resilience(double detectMillis, double resubscribedMillis, int resubscribedTopics) {}

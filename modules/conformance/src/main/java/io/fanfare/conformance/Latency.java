package io.fanfare.conformance;

/**
 * A distribution of latencies from the intended send time to the handler, in microseconds.
 *
 * @param p50 the median
 * @param p90 the 90th percentile
 * @param p99 the 99th percentile
 * @param p999 the 99.9th percentile
 * @param max the longest
 */
public record Latency(double p50, double p90, double p99, double p999, double max) {}

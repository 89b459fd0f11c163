package io.fanfare.conformance;

/**
 * The deployment that was examined.
 *
 * @param version the version it reports; {@code unknown} if it does not say
 * @param software what it is, such as {@code redis} or {@code valkey}
 * @param uri where it was reached, without the password
 * @param roundTripMicros median time of a PING and its answer, in microseconds; 0 if it could not be measured
 */
public record Server(String version, String software, String uri, double roundTripMicros) {}

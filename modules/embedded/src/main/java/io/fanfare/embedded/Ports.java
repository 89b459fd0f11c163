package io.fanfare.embedded;

/**
 * The ports of one server on the loopback address.
 *
 * @param bus that of the cluster bus; 0 where it is no node of a cluster, or left to the server
 */
record Ports(int clients, int bus) {}

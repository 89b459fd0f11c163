package io.fanfare.spi;

/**
 * The numbers of a queue at one moment.
 *
 * @param messages messages that wait
 * @param bytes bytes of payload that wait
 * @param received messages offered so far
 * @param delivered messages handed to the target so far
 * @param dropped messages dropped so far by the overflow policy
 */
public record QueueStats(int messages, long bytes, long received, long delivered, long dropped) {}

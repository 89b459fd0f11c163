package io.fanfare.conformance;

import java.util.List;

/**
 * The record that the service-level run publishes: ten fields, 200 to 300 bytes as JSON, and the same content for the
 * same sequence. Public so that any codec can carry it.
 *
 * @param sequence counts a publisher's messages on a channel from 0
 * @param publisher the number of the publisher
 * @param intendedNanos the {@link System#nanoTime()} at which it was to be sent
 * @param id a text that differs from message to message
 * @param type one of a few texts
 * @param source a text with characters outside ASCII
 * @param amount a decimal number
 * @param ratio a number from 0 to 1
 * @param urgent true for every eighth
 * @param tags three texts
 */
public record Event(
        long sequence,
        long publisher,
        long intendedNanos,
        String id,
        String type,
        String source,
        double amount,
        double ratio,
        boolean urgent,
        List<String> tags) {
    private static final List<String> TYPES = List.of("order.created", "order.paid", "order.shipped", "order.returned");
    private static final List<String> TAGS = List.of("retail", "priority-2", "eu-central");

    static Event of(long sequence, long publisher, long intendedNanos) {
        return new Event(
                sequence,
                publisher,
                intendedNanos,
                "order-" + (1_000_000_000L + sequence),
                TYPES.get((int) (sequence & 3)),
                "Lager Köln, Straße 7",
                (sequence % 100_000) / 100.0,
                (sequence % 1_024) / 1_024.0,
                (sequence & 7) == 0,
                TAGS);
    }
}

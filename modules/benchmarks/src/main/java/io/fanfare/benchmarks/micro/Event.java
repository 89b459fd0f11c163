package io.fanfare.benchmarks.micro;

import java.util.List;

/** The record of ten fields that the conformance suite publishes, with the same content. */
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

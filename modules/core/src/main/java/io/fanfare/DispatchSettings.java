package io.fanfare;

import io.fanfare.spi.Option;
import io.fanfare.spi.Option.Strictness;
import io.fanfare.spi.OverflowPolicy;
import java.time.Duration;
import java.util.List;

/** Settings of dispatchers, of the queues before handlers, and of handlers. */
final class DispatchSettings {
    static final Option<Integer> DISPATCH_THREADS = Option.integer(
            "dispatch.threads",
            Math.max(2, Runtime.getRuntime().availableProcessors()),
            1,
            1024,
            Strictness.HINT,
            "Threads that run handlers; by default one for each processor, and at least 2.");
    static final Option<Integer> DISPATCH_SPARE_THREADS = Option.integer(
            "dispatch.spare-threads",
            32,
            0,
            1024,
            Strictness.HINT,
            "Further threads that run handlers while all others are stuck for more than 50 ms.");
    static final Option<Integer> DISPATCH_PER_SUBSCRIPTION = Option.integer(
            "dispatch.per-subscription",
            4,
            1,
            1024,
            Strictness.HINT,
            "Handlers of one subscription that run at a time under the dispatcher concurrent.");
    static final Option<Integer> QUEUE_MESSAGES = Option.integer(
            "queue.messages",
            65_536,
            1,
            1 << 24,
            Strictness.REQUIRED,
            "Messages that may wait for a subscription's handler.");
    static final Option<Integer> QUEUE_BYTES = Option.integer(
            "queue.bytes",
            64 << 20,
            1,
            Integer.MAX_VALUE,
            Strictness.REQUIRED,
            "Bytes of payload that may wait for a subscription's handler.");
    static final Option<OverflowPolicy> QUEUE_OVERFLOW = Option.oneOf(
            "queue.overflow",
            OverflowPolicy.class,
            OverflowPolicy.DROP_OLDEST,
            Strictness.REQUIRED,
            "What happens to a message that does not fit the queue.");
    static final Option<Long> QUEUE_TOTAL_BYTES = Option.bytes(
            "queue.total-bytes",
            Math.max(1, Runtime.getRuntime().maxMemory() / 4),
            1,
            Long.MAX_VALUE,
            Strictness.REQUIRED,
            "Bytes of payload that all queues of the client hold together; by default a quarter of the largest heap.");
    static final Option<Duration> HANDLER_WARN_AFTER = Option.duration(
            "handler.warn-after",
            Duration.ofSeconds(10),
            Duration.ZERO,
            Duration.ofHours(1),
            Strictness.REQUIRED,
            "A call of a handler that runs longer is logged with its stack; 0s for none.");

    static final List<Option<?>> ALL = List.of(
            DISPATCH_THREADS,
            DISPATCH_SPARE_THREADS,
            DISPATCH_PER_SUBSCRIPTION,
            QUEUE_MESSAGES,
            QUEUE_BYTES,
            QUEUE_OVERFLOW,
            QUEUE_TOTAL_BYTES,
            HANDLER_WARN_AFTER);

    private DispatchSettings() {}
}

package io.fanfare;

import io.fanfare.spi.DispatchQueue;
import io.fanfare.spi.DispatchTarget;
import io.fanfare.spi.Dispatcher;
import io.fanfare.spi.DispatcherOptions;
import io.fanfare.spi.QueueLimits;

/** Opens the queue of a subscription: that of the dispatcher, or one that stands before it. */
@FunctionalInterface
interface QueueOpener {
    DispatchQueue open(Dispatcher dispatcher, DispatcherOptions options, QueueLimits limits, DispatchTarget target);
}

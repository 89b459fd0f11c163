package io.fanfare;

import io.fanfare.spi.Connection;
import io.fanfare.spi.ConnectionFactory;
import io.fanfare.spi.ConnectionPool;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Lease;
import io.fanfare.spi.PoolOptions;
import io.fanfare.spi.PoolStats;
import io.fanfare.spi.PubSubException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of multiplexed connections; a lease costs the lookup of its stripe. A connection is used until it is
 * lost or no longer answers.
 */
final class SharedPool<C extends Connection> implements ConnectionPool<C> {
    private final PoolOptions options;
    private final ScheduledExecutorService timer;
    private final List<Stripe<C>> stripes = new ArrayList<>();
    private final Periodic checking;
    private final LongAdder reused = new LongAdder();
    private final LongAdder waited = new LongAdder();

    SharedPool(PoolOptions options, ConnectionFactory<C> factory, ScheduledExecutorService timer) {
        this.options = options;
        this.timer = timer;
        Backoff backoff = new Backoff(options.minBackoff(), options.maxBackoff());
        for (int i = 0; i < options.max(); i++) {
            stripes.add(new Stripe<>(options.name(), factory, backoff, timer));
        }
        stripes.forEach(Stripe::start);
        Duration period = options.upkeep().validateAfter();
        checking = new Periodic(timer, period.dividedBy(2), () -> stripes.forEach(Stripe::check));
        if (!period.isZero()) {
            checking.start();
        }
    }

    @Override
    public @Nullable Lease<C> tryLease(int stripe) {
        Lease<C> lease = stripe(stripe).lease();
        if (lease != null) {
            reused.increment();
        }
        return lease;
    }

    @Override
    public CompletionStage<Lease<C>> lease(int stripe, Duration timeout) {
        Stripe<C> chosen = stripe(stripe);
        Waiter<C> waiter = new Waiter<>();
        if (chosen.leaseOrWait(waiter)) {
            reused.increment();
        } else {
            waited.increment();
            waiter.expire(timeout, timer, chosen::forget, elapsed -> exhausted(chosen, elapsed));
        }
        return waiter;
    }

    private PubSubException exhausted(Stripe<C> stripe, Duration elapsed) {
        PubSubException cause = stripe.lastFailure();
        return new PubSubException(
                ErrorCode.POOL_EXHAUSTED,
                "no connection of pool " + options.name() + " came up within " + elapsed.toMillis() + " ms (" + stats()
                        + ")" + (cause == null ? "" : "; the last attempt failed: " + cause.getMessage()),
                cause);
    }

    private Stripe<C> stripe(int number) {
        return stripes.get(Math.floorMod(number ^ (number >>> 16), stripes.size()));
    }

    @Override
    public void refresh() {
        stripes.forEach(Stripe::hurry);
    }

    @Override
    public PoolStats stats() {
        int open = 0;
        int waiting = 0;
        long opened = 0;
        for (Stripe<C> stripe : stripes) {
            open += stripe.isOpen() ? 1 : 0;
            waiting += stripe.waiting();
            opened += stripe.opened();
        }
        return new PoolStats(options.max(), open, open, 0, waiting, opened, reused.sum(), waited.sum());
    }

    @Override
    public void close() {
        checking.close();
        stripes.forEach(Stripe::close);
    }
}

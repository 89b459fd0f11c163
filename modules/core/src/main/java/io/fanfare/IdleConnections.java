package io.fanfare;

import io.fanfare.spi.Connection;
import io.fanfare.spi.PoolOptions.Upkeep;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The connections of an exclusive pool that are not on lease, the one used last first. Used under the pool's lock. */
final class IdleConnections<C extends Connection> {
    private final Deque<PooledConnection<C>> idle = new ArrayDeque<>();
    private final int min;
    private final long timeoutNanos;
    private final long validateNanos;

    IdleConnections(int min, Upkeep upkeep) {
        this.min = min;
        this.timeoutNanos = Later.nanos(upkeep.idleTimeout());
        this.validateNanos = Later.nanos(upkeep.validateAfter());
    }

    int size() {
        return idle.size();
    }

    void add(PooledConnection<C> pooled, long now) {
        pooled.idleFrom(now);
        idle.addFirst(pooled);
    }

    void remove(PooledConnection<C> pooled) {
        idle.remove(pooled);
    }

    /**
     * Takes the connection used last; null if there is none, or none that may be lent without validation.
     *
     * @param broken told those that were found closed
     */
    @Nullable
    PooledConnection<C> take(long now, Consumer<PooledConnection<C>> broken) {
        for (PooledConnection<C> first = idle.peekFirst(); first != null; first = idle.peekFirst()) {
            if (isStale(first, now)) {
                return null;
            }
            idle.removeFirst();
            if (first.connection().isOpen()) {
                return first;
            }
            broken.accept(first);
        }
        return null;
    }

    /** Takes the connection used last, whatever its state. */
    @Nullable
    PooledConnection<C> takeAny() {
        return idle.pollFirst();
    }

    List<PooledConnection<C>> takeAll() {
        return takeIf(pooled -> true);
    }

    /** Takes those that are to be validated before they are lent. */
    List<PooledConnection<C>> takeStale(long now) {
        return takeIf(pooled -> isStale(pooled, now));
    }

    /**
     * Takes those whose time is over, the longest unused first.
     *
     * @param replaceable whether others can be made first; then as many stay as have to be idle
     */
    List<PooledConnection<C>> takeDue(long now, boolean replaceable) {
        List<PooledConnection<C>> due = takeIf(pooled -> !pooled.connection().isOpen());
        int outlived = outlived(now);
        int lasting = idle.size() - outlived;
        int staying = replaceable ? Math.max(0, min - lasting) : 0;
        Iterator<PooledConnection<C>> oldestFirst = idle.descendingIterator();
        while (oldestFirst.hasNext()) {
            PooledConnection<C> pooled = oldestFirst.next();
            boolean over;
            if (pooled.hasOutlived(now)) {
                over = outlived > staying;
                outlived--;
            } else {
                over = timeoutNanos > 0 && pooled.idleNanos(now) >= timeoutNanos && idle.size() > min;
            }
            if (over) {
                oldestFirst.remove();
                due.add(pooled);
            }
        }
        return due;
    }

    /** Returns how many are idle whose lifetime is over. */
    int outlived(long now) {
        int count = 0;
        for (PooledConnection<C> pooled : idle) {
            count += pooled.hasOutlived(now) ? 1 : 0;
        }
        return count;
    }

    private boolean isStale(PooledConnection<C> pooled, long now) {
        return validateNanos > 0 && pooled.idleNanos(now) >= validateNanos;
    }

    private List<PooledConnection<C>> takeIf(Predicate<PooledConnection<C>> which) {
        List<PooledConnection<C>> taken = new ArrayList<>();
        idle.removeIf(pooled -> {
            boolean takes = which.test(pooled);
            if (takes) {
                taken.add(pooled);
            }
            return takes;
        });
        return taken;
    }
}

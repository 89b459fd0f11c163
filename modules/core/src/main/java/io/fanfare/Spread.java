package io.fanfare;

import io.fanfare.spi.Message;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Topic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A subscription that is held at every shard, since each tells of its own keys alone: ready when all have confirmed,
 * and told of the gap of each. Thread-safe.
 */
final class Spread {
    private final TopicSubscription whole;
    private final Map<Shard, Part> parts = new HashMap<>();
    private boolean ready;

    Spread(TopicSubscription whole) {
        this.whole = whole;
    }

    /**
     * Returns the part at a shard that has none yet. One that comes when the subscription is ready counts as confirmed
     * before, so that a gap is told.
     */
    synchronized Part add(Shard shard) {
        Part part = new Part(ready);
        parts.put(shard, part);
        return part;
    }

    /** Returns the parts by their shards. */
    synchronized Map<Shard, Part> parts() {
        return Map.copyOf(parts);
    }

    /** Tells whether it has been ready. */
    synchronized boolean isReady() {
        return ready;
    }

    /** Forgets the part at a shard that has gone. */
    synchronized void remove(Shard shard) {
        parts.remove(shard);
    }

    private synchronized void offer(List<Message> messages) {
        whole.offer(messages);
    }

    private void confirmed() {
        synchronized (this) {
            if (ready || !parts.values().stream().allMatch(part -> part.confirmed)) {
                return;
            }
            ready = true;
        }
        if (!whole.confirm()) {
            whole.tellReady();
        }
    }

    /** The recipient at one shard. */
    final class Part implements Recipient {
        private volatile boolean confirmed;

        private Part(boolean confirmed) {
            this.confirmed = confirmed;
        }

        @Override
        public Topic topic() {
            return whole.topic();
        }

        @Override
        public boolean isOwn() {
            return false;
        }

        @Override
        public void offer(List<Message> messages) {
            Spread.this.offer(messages);
        }

        @Override
        public boolean confirm() {
            boolean before = confirmed;
            confirmed = true;
            return before;
        }

        @Override
        public boolean isConfirmed() {
            return confirmed;
        }

        @Override
        public void tellReady() {
            Spread.this.confirmed();
        }

        @Override
        public void tell(Gap gap) {
            whole.tell(gap);
        }

        @Override
        public void fail(PubSubException cause) {
            whole.fail(cause);
        }

        @Override
        public void close() {
            whole.close();
        }
    }
}

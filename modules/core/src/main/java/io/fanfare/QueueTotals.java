package io.fanfare;

import io.fanfare.spi.QueueStats;

/** What has happened to the messages of one queue so far. */
final class QueueTotals {
    long received;
    long delivered;
    long dropped;

    QueueStats stats(Backlog backlog) {
        return new QueueStats(backlog.messages(), backlog.bytes(), received, delivered, dropped);
    }
}

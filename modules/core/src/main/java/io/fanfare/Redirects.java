package io.fanfare;

import io.fanfare.spi.Destination;
import io.fanfare.spi.PubSubException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Publishes that a node refused because it no longer serves their slot. They are held until the deployment was asked
 * which node does, with whatever is published to their channels meanwhile, and then go on in the order in which the
 * application published. What comes back after that is overtaken. Thread-safe.
 */
final class Redirects {
    private final Topology topology;
    private final Consumer<Publish> onward;
    private final Set<Destination> channels = new HashSet<>();
    private final List<Publish> held = new ArrayList<>();
    private volatile boolean holding;

    Redirects(Topology topology, Consumer<Publish> onward) {
        this.topology = topology;
        this.onward = onward;
    }

    /** Holds a publish that was refused; returns false if there is nowhere else to go. */
    boolean hold(Publish publish, PubSubException refusal) {
        if (!topology.canChange()) {
            return false;
        }
        boolean first;
        synchronized (this) {
            first = !holding;
            holding = true;
            channels.add(publish.channel());
            held.add(publish);
        }
        if (first) {
            var unused = topology.moved(refusal).whenComplete((layout, failure) -> release());
        }
        return true;
    }

    /** Holds a new publish if others to its channel are held. */
    boolean join(Publish publish) {
        return holding && joinHeld(publish);
    }

    private synchronized boolean joinHeld(Publish publish) {
        return holding && channels.contains(publish.channel()) && held.add(publish);
    }

    private void release() {
        while (true) {
            List<Publish> round;
            synchronized (this) {
                if (held.isEmpty()) {
                    channels.clear();
                    holding = false;
                    return;
                }
                round = new ArrayList<>(held);
                held.clear();
            }
            round.sort(Publish.OLDEST_FIRST);
            round.forEach(onward);
        }
    }
}

package io.fanfare;

import io.fanfare.spi.Node;
import java.util.BitSet;

/**
 * A node that takes publishes, as a deployment names it.
 *
 * @param node the node
 * @param slots the hash slots that it serves; empty outside of a cluster
 */
record Primary(Node node, BitSet slots) {
    /** Returns the primary of a deployment without hash slots. */
    static Primary of(Node node) {
        return new Primary(node, new BitSet());
    }

    int sharedSlots(BitSet others) {
        BitSet common = (BitSet) slots.clone();
        common.and(others);
        return common.cardinality();
    }
}

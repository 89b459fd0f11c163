package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Node;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayoutTest {
    private static final String DEPLOYMENT = "the cluster";

    private static Node node(int port) {
        return Node.of("h", port);
    }

    /**
     * Returns the node on a port as the primary of the slots from one number up to another, which is not among them.
     */
    private static Primary primary(int port, int from, int to) {
        BitSet slots = new BitSet();
        slots.set(from, to);
        return new Primary(node(port), slots);
    }

    /** Returns the layout when these primaries have been found. */
    private static Layout next(Layout before, Primary... found) {
        Map<Shard, Primary> matched = before.match(List.of(found), DEPLOYMENT);
        matched.forEach((shard, primary) -> shard.found(primary, System.nanoTime()));
        return Layout.of(matched);
    }

    private static Layout first(Primary... found) {
        return next(Layout.of(new Shard(DEPLOYMENT)), found);
    }

    @Test
    void theProvisionalShardBecomesTheFirstPrimarys() {
        Shard provisional = new Shard(DEPLOYMENT);
        Layout layout = next(Layout.of(provisional), primary(1, 0, 100), primary(2, 100, 16_384));
        assertThat(layout.shards()).hasSize(2).first().isSameAs(provisional);
        assertThat(provisional.primary()).isEqualTo(node(1));
        assertThat(layout.of(99)).isSameAs(provisional);
        assertThat(layout.of(100)).isSameAs(layout.shards().get(1)).isNotSameAs(provisional);
        assertThat(provisional.slots()).isEqualTo(100);
    }

    @Test
    void aPrimaryGoesOnWithItsShardWhateverItsSlots() {
        Layout before = first(primary(1, 0, 100), primary(2, 100, 16_384));
        Layout after = next(before, primary(2, 0, 100), primary(1, 100, 16_384));
        assertThat(after.shards()).containsExactlyElementsOf(before.shards());
        assertThat(after.of(0)).isSameAs(before.of(100));
        assertThat(after.of(100)).isSameAs(before.of(0));
    }

    @Test
    void aFailoverKeepsTheShard() {
        Layout before = first(primary(1, 0, 100), primary(2, 100, 16_384));
        Layout after = next(before, primary(3, 0, 100), primary(2, 100, 16_384));
        assertThat(after.shards()).containsExactlyInAnyOrderElementsOf(before.shards());
        assertThat(after.of(0)).isSameAs(before.of(0));
        assertThat(after.of(0).isServedBy(node(3))).isTrue();
        assertThat(after.of(0).wasServedBy(node(1))).isTrue();
        assertThat(after.agrees(before)).isTrue();
    }

    @Test
    void severalFailoversAtOnceKeepTheirShards() {
        Layout before = first(primary(1, 0, 100), primary(2, 100, 200), primary(3, 200, 16_384));
        Layout after = next(before, primary(6, 200, 16_384), primary(4, 0, 100), primary(5, 100, 200));
        for (int slot : new int[] {0, 100, 200}) {
            assertThat(after.of(slot)).isSameAs(before.of(slot));
        }
        assertThat(after.of(0).primary()).isEqualTo(node(4));
        assertThat(after.of(100).primary()).isEqualTo(node(5));
        assertThat(after.of(200).primary()).isEqualTo(node(6));
    }

    @Test
    void aFailoverTogetherWithAMoveOfSlotsKeepsTheShardWithMostOfThem() {
        Layout before = first(primary(1, 0, 100), primary(2, 100, 16_384));
        Layout after = next(before, primary(4, 0, 10), primary(3, 10, 100), primary(2, 100, 16_384));
        assertThat(after.shards()).hasSize(3);
        assertThat(after.of(10)).isSameAs(before.of(10));
        assertThat(before.shards()).doesNotContain(after.of(0));
    }

    @Test
    void aNewPrimaryGetsANewShard() {
        Layout before = first(primary(1, 0, 100), primary(2, 100, 16_384));
        Layout after = next(before, primary(1, 0, 50), primary(2, 100, 16_384), primary(3, 50, 100));
        assertThat(after.shards()).hasSize(3).containsAll(before.shards());
        assertThat(before.has(after.of(50))).isFalse();
        assertThat(after.of(50).primary()).isEqualTo(node(3));
        assertThat(after.agrees(before)).isFalse();
    }

    @Test
    void aShardWhoseSlotsHaveGoneIsGone() {
        Layout before = first(primary(1, 0, 100), primary(2, 100, 16_384));
        Layout after = next(before, primary(2, 0, 16_384));
        assertThat(after.shards()).containsExactly(before.of(100));
        assertThat(after.has(before.of(0))).isFalse();
        assertThat(after.of(0)).isSameAs(before.of(100));
    }

    @Test
    void aSlotThatNobodyServesIsAlwaysAtTheSameShard() {
        Layout layout = first(primary(1, 0, 100), primary(2, 200, 16_384));
        assertThat(layout.shards()).contains(layout.of(150));
        assertThat(layout.of(150)).isSameAs(layout.of(150));
    }

    @Test
    void whatSentinelsWatchIsOneShardWhoeverIsTheMaster() {
        Shard only = new Shard("mymaster");
        Layout layout = Layout.of(only);
        for (int port = 1; port < 4; port++) {
            layout = next(layout, Primary.of(node(port)));
            assertThat(layout.shards()).containsExactly(only);
            assertThat(only.primary()).isEqualTo(node(port));
        }
        assertThat(only.slots()).isZero();
    }

    @Test
    void aClusterOfOneMasterKeepsItsShardInAFailoverAndIsExtended() {
        Layout one = first(primary(1, 0, 16_384));
        Layout other = next(one, primary(2, 0, 16_384));
        assertThat(other.shards()).containsExactlyElementsOf(one.shards());
        Layout two = next(other, primary(2, 0, 100), primary(3, 100, 16_384));
        assertThat(two.of(0)).isSameAs(one.of(0));
        assertThat(two.shards()).hasSize(2);
    }

    @Test
    void aChangeTellsWhichShardsHaveAnotherPrimaryAndSinceWhenTheyMay() {
        Layout before = first(primary(1, 0, 100), primary(2, 100, 16_384));
        long named = before.of(0).namedNanos();
        Map<Shard, Primary> matched = before.match(List.of(primary(3, 0, 100), primary(2, 100, 16_384)), DEPLOYMENT);
        LayoutChange change = LayoutChange.of(before, matched, 17);
        assertThat(change.relocations()).containsExactly(new Relocation(before.of(0), node(1), node(3), named));
        assertThat(change.soundNanos()).isEqualTo(17);
        assertThat(change.isFirst()).isFalse();
        assertThat(change.isNone(before)).isFalse();
        assertThat(new ArrayList<>(change.now().shards())).containsExactlyInAnyOrderElementsOf(before.shards());
    }

    @Test
    void nothingHasChangedWhenAllIsAsBefore() {
        Layout before = first(primary(1, 0, 100), primary(2, 100, 16_384));
        Map<Shard, Primary> matched = before.match(List.of(primary(2, 100, 16_384), primary(1, 0, 100)), DEPLOYMENT);
        assertThat(LayoutChange.of(before, matched, 0).isNone(before)).isTrue();
    }

    @Test
    void theFirstAnswerIsAChangeWithoutRelocations() {
        Layout before = Layout.of(new Shard(DEPLOYMENT));
        LayoutChange change = LayoutChange.of(before, before.match(List.of(primary(1, 0, 16_384)), DEPLOYMENT), 0);
        assertThat(change.isFirst()).isTrue();
        assertThat(change.relocations()).isEmpty();
        assertThat(change.isNone(before)).isFalse();
    }
}

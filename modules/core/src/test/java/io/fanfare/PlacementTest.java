package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Node;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.ShardChannel;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlacementTest {
    private final Placement placement = new Placement(new HashSlot(null));
    private final Shard low = new Shard("low");
    private final Shard high = new Shard("high");

    /** "hello" is in slot 866, "foo" in slot 12182. */
    private final Layout layout = layout(8_000);

    private Layout layout(int limit) {
        Map<Shard, Primary> matched = new LinkedHashMap<>();
        matched.put(low, primary(1, 0, limit));
        matched.put(high, primary(2, limit, HashSlot.COUNT));
        return Layout.of(matched);
    }

    private static Primary primary(int port, int from, int to) {
        BitSet slots = new BitSet();
        slots.set(from, to);
        return new Primary(Node.of("h", port), slots);
    }

    @Test
    void everyKindOfTopicBeginsAtTheShardOfItsName() {
        assertThat(placement.of(Channel.of("hello"), layout, null)).isSameAs(low);
        assertThat(placement.of(Channel.of("foo"), layout, null)).isSameAs(high);
        assertThat(placement.of(Pattern.of("hello"), layout, null)).isSameAs(low);
        assertThat(placement.of(ShardChannel.of("foo"), layout, null)).isSameAs(high);
    }

    @Test
    void classicTopicsStayWhereTheyAre() {
        assertThat(placement.of(Channel.of("hello"), layout, high)).isSameAs(high);
        assertThat(placement.of(Pattern.of("hello"), layout, high)).isSameAs(high);
    }

    @Test
    void classicTopicsMoveWhenTheirShardHasGone() {
        Shard gone = new Shard("gone");
        assertThat(placement.of(Channel.of("hello"), layout, gone)).isSameAs(low);
        assertThat(placement.of(Pattern.of("foo"), layout, gone)).isSameAs(high);
    }

    @Test
    void shardChannelsFollowTheirSlots() {
        assertThat(placement.of(ShardChannel.of("hello"), layout, high)).isSameAs(low);
        assertThat(placement.of(ShardChannel.of("hello"), layout(500), low)).isSameAs(high);
    }

    @Test
    void aPrefixCounts() {
        Placement prefixed = new Placement(new HashSlot("{foo}"));
        assertThat(prefixed.of(ShardChannel.of("hello"), layout, null)).isSameAs(high);
    }

    @ParameterizedTest
    @ValueSource(strings = {"__keyspace@0__:orders", "__keyevent@0__:set", "__keyspace@0__:*", "__keyevent@*"})
    void keyspaceNotificationsComeFromEveryShard(String name) {
        assertThat(Placement.isEverywhere(Channel.of(name))).isTrue();
        assertThat(Placement.isEverywhere(Pattern.of(name))).isTrue();
        assertThat(Placement.isEverywhere(ShardChannel.of(name))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"__key*", "__key*@0__:*", "__key[es]*", "__keyevent?0__:del", "__keyspa*"})
    void soDoThoseOfPatternsThatMatchThem(String pattern) {
        assertThat(Placement.isEverywhere(Pattern.of(pattern))).isTrue();
    }

    /** A cluster carries what is published to these to every node, so that it would arrive once from each. */
    @ParameterizedTest
    @ValueSource(
            strings = {"__key", "__keynote", "__keyspaces:1", "__keyevent", "_keyevent@0__:set", "keyspace@", "", "a"})
    void ordinaryChannelsDoNot(String name) {
        assertThat(Placement.isEverywhere(Channel.of(name))).isFalse();
        assertThat(Placement.isEverywhere(Pattern.of(name))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "_*", "__keynote*", "__keyspaces:*", "orders.*"})
    void ordinaryPatternsDoNot(String pattern) {
        assertThat(Placement.isEverywhere(Pattern.of(pattern))).isFalse();
    }
}

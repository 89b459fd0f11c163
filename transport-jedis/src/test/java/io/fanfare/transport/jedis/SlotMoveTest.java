package io.fanfare.transport.jedis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.Reply;
import io.fanfare.spi.ShardChannel;
import io.fanfare.spi.SubscribeConnection;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotMoveTest {
    @Test
    void theServerEndsTheSubscriptionOfASlotThatItNoLongerServes() {
        ShardChannel moved = ShardChannel.of("moved");
        ShardChannel raced = ShardChannel.of("{moved}raced");
        ShardChannel kept = ShardChannel.of("kept");
        Recorder recorder = new Recorder();
        try (EmbeddedRedis redis = EmbeddedRedis.builder()
                        .argument("--cluster-enabled", "yes")
                        .argument("--cluster-require-full-coverage", "no")
                        .start();
                Session session = new Session(redis)) {
            session.redis("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
            await().untilAsserted(() ->
                    assertThat(session.redis("CLUSTER", "INFO")).asString().contains("cluster_state:ok"));
            SubscribeConnection subscriber = session.subscriber(recorder);
            subscriber.subscribe(List.of(moved, raced, kept), recorder);
            await().untilAsserted(() -> assertThat(recorder.lines).hasSize(3));

            String slot = ((Reply.OfNumber) session.redis("CLUSTER", "KEYSLOT", "moved")).value() + "";
            subscriber.pause();
            session.redis("CLUSTER", "DELSLOTS", slot);
            subscriber.unsubscribe(List.of(raced, kept), recorder);
            subscriber.resume();

            await().untilAsserted(() -> assertThat(recorder.lines).hasSize(6));
            assertThat(recorder.lines.subList(3, 6)).contains("ended moved", "done {moved}raced", "done kept");
            subscriber.unsubscribe(List.of(moved), recorder);
            subscriber.subscribe(List.of(ShardChannel.of("other")), recorder);
            await().untilAsserted(() -> assertThat(recorder.lines).hasSize(8));
            assertThat(recorder.lines.subList(6, 8)).containsExactly("done moved", "done other");
        }
    }
}

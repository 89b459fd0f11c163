package io.fanfare.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TopicTableTest {
    private final TopicTable<Channel> table = new TopicTable<>();

    private Channel find(String name) {
        byte[] bytes = ("<" + name + ">").getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return table.find(bytes, 1, bytes.length - 2);
    }

    @Test
    void findsTheObjectThatWasPutByBytes() {
        Channel orders = Channel.of("orders");
        table.put(orders);
        assertThat(find("orders")).isSameAs(orders);
        assertThat(find("order")).isNull();
        Channel again = Channel.of("orders");
        table.put(again);
        assertThat(find("orders")).isSameAs(again);
        assertThat(table.size()).isEqualTo(1);
        assertThat(table.remove(Name.of("orders"))).isSameAs(again);
        assertThat(table.remove(Name.of("orders"))).isNull();
        assertThat(find("orders")).isNull();
    }

    @Test
    void agreesWithAMapUnderRandomChanges() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Map<String, Channel> model = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            String name = "c" + random.nextInt(300);
            if (random.nextBoolean()) {
                Channel channel = Channel.of(name);
                table.put(channel);
                model.put(name, channel);
            } else {
                assertThat(table.remove(Name.of(name))).isSameAs(model.remove(name));
            }
            assertThat(table.size()).isEqualTo(model.size());
            String probe = "c" + random.nextInt(300);
            assertThat(find(probe)).isSameAs(model.get(probe));
        }
    }
}

package io.fanfare.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.Delivery;
import io.fanfare.Fanfare;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * Reads the sequences of end markers from the bytes of their envelopes, as {@code docs/envelope.md} has them: a client
 * that knows no envelopes sees these bytes as the payload.
 */
final class Census implements AutoCloseable {
    private static final int MAGIC = 0xC1464645;
    private static final int SEQUENCE = 32;
    private static final int HEADER = 56;

    private final Map<String, Long> sequences = new ConcurrentHashMap<>();
    private final Fanfare client;

    Census(String uri, String transport) throws Exception {
        client = Fanfare.builder()
                .uri(uri)
                .transport(transport)
                .codec("bytes")
                .set("connect-timeout", "20s")
                .build();
        client.pattern("ch.*", byte[].class)
                .onDelivery(this::read)
                .subscribe()
                .ready()
                .get(Scene.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void read(Delivery<byte[]> delivery) {
        ByteBuffer envelope = ByteBuffer.wrap(delivery.value());
        assertThat(envelope.getInt(0)).isEqualTo(MAGIC);
        String payload = new String(envelope.array(), HEADER, envelope.capacity() - HEADER, StandardCharsets.UTF_8);
        if (payload.equals(Traffic.END)) {
            sequences.put(delivery.channel().toString(), envelope.getLong(SEQUENCE));
        }
    }

    /** Returns the sequence of the end marker of each channel, once there are so many. */
    Map<String, Long> await(int channels) {
        Awaitility.await()
                .atMost(Scene.PATIENCE)
                .untilAsserted(() -> assertThat(sequences).hasSize(channels));
        return Map.copyOf(sequences);
    }

    @Override
    public void close() {
        client.close();
    }
}

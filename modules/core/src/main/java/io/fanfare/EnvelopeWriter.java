package io.fanfare;

import io.fanfare.spi.ConnectionFactory;
import io.fanfare.spi.Destination;
import io.fanfare.spi.Node;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Reply;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Envelopes what the connections of one client publish, as the last thing before the transport has it: what waits for a
 * permit or a connection has no number yet, and leaves no hole if it is given up.
 */
final class EnvelopeWriter {
    /** Channels that are counted at a time; with one more, every count starts over in a new epoch. */
    static final int CHANNELS = 65_536;

    private final long high;
    private final long low;
    private final int channels;
    private volatile Counts counts = new Counts(micros(Instant.now()));

    EnvelopeWriter() {
        this(randomId(), CHANNELS);
    }

    EnvelopeWriter(byte[] id, int channels) {
        this.high = ByteBuffer.wrap(id).getLong();
        this.low = ByteBuffer.wrap(id).getLong(Long.BYTES);
        this.channels = channels;
    }

    private static byte[] randomId() {
        byte[] id = new byte[2 * Long.BYTES];
        new SecureRandom().nextBytes(id);
        return id;
    }

    long high() {
        return high;
    }

    long low() {
        return low;
    }

    static long micros(Instant time) {
        return time.getEpochSecond() * 1_000_000 + time.getNano() / 1_000;
    }

    /** Returns a factory whose connections envelope. */
    ConnectionFactory<PublishConnection> over(ConnectionFactory<PublishConnection> factory) {
        return listener -> factory.connect(listener).thenApply(Enveloping::new);
    }

    /** Returns what numbers the messages of a channel. */
    Numbering numbering(Destination channel) {
        Numbering numbering = counts.ofChannel.get(channel);
        return numbering == null ? addNumbering(channel) : numbering;
    }

    private synchronized Numbering addNumbering(Destination channel) {
        if (counts.ofChannel.size() >= channels) {
            counts = new Counts(counts.epoch + 1);
        }
        return counts.ofChannel.computeIfAbsent(channel, added -> new Numbering(high, low, counts.epoch));
    }

    /** The channels that are counted in one epoch. */
    private static final class Counts {
        final long epoch;
        final ConcurrentHashMap<Destination, Numbering> ofChannel = new ConcurrentHashMap<>();

        Counts(long epoch) {
            this.epoch = epoch;
        }
    }

    /** A connection that envelopes. */
    private final class Enveloping implements PublishConnection {
        private final PublishConnection connection;

        Enveloping(PublishConnection connection) {
            this.connection = connection;
        }

        @Override
        public void publish(Destination channel, Payload payload, PublishCallback callback) {
            long sent = micros(Instant.now());
            if (callback instanceof Publish publish) {
                Payload envelope = publish.envelope();
                if (envelope != null) {
                    connection.publish(channel, envelope, callback);
                    return;
                }
                sent -= publish.ageNanos() / 1_000;
            }
            numbering(channel).publish(connection, channel, payload, sent, callback);
        }

        @Override
        public CompletionStage<Reply> call(List<byte[]> arguments) {
            return connection.call(arguments);
        }

        @Override
        public Node node() {
            return connection.node();
        }

        @Override
        public boolean isOpen() {
            return connection.isOpen();
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}

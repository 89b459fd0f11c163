package io.fanfare;

import io.fanfare.spi.Codec;
import io.fanfare.spi.Payload;
import java.time.Instant;

/** A codec of a subscription that opens envelopes before it decodes; plain payloads it decodes as they are. */
final class EnvelopeCodec<T> implements Codec<T> {
    private final Codec<T> codec;
    private final SequenceTracker tracker;

    EnvelopeCodec(Codec<T> codec, SequenceTracker tracker) {
        this.codec = codec;
        this.tracker = tracker;
    }

    @Override
    public Payload encode(T value) {
        return codec.encode(value);
    }

    @Override
    public T decode(Payload payload) {
        Payload content = Envelope.open(payload);
        if (content.length() < payload.length()) {
            tracker.lag(EnvelopeWriter.micros(Instant.now()) - Envelope.sentMicros(payload));
        }
        return codec.decode(content);
    }
}

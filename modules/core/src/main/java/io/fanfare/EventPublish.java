package io.fanfare;

import io.fanfare.spi.Destination;
import io.fanfare.spi.Payload;

/** The publish of an event that listeners of this client have by a {@link ShortCut}. */
final class EventPublish extends AnsweredPublish {
    private final long mark;

    EventPublish(Publisher publisher, Destination channel, Payload payload, long mark) {
        super(publisher, channel, payload);
        this.mark = mark;
    }

    private EventPublish(EventPublish earlier, Resend resend) {
        super(earlier, resend);
        this.mark = earlier.mark;
    }

    @Override
    Publish again(Resend resend) {
        return new EventPublish(this, resend);
    }

    @Override
    long mark() {
        return mark;
    }
}

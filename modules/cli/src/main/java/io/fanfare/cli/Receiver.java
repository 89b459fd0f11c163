package io.fanfare.cli;

import io.fanfare.Delivery;
import io.fanfare.Gap;
import io.fanfare.Subscription;
import io.fanfare.TypedTopic;
import io.fanfare.spi.PubSubException;
import java.util.concurrent.CountDownLatch;

/** Prints the messages of several subscriptions until there were enough or nobody reads them any more. Thread-safe. */
final class Receiver {
    private final Console console;
    private final PayloadFormat format;
    private final CountDownLatch ended = new CountDownLatch(1);
    private long left;

    /**
     * Creates one that has printed nothing.
     *
     * @param count how many messages are enough, 1 or more
     */
    Receiver(Console console, PayloadFormat format, long count) {
        this.console = console;
        this.format = format;
        this.left = count;
    }

    Subscription subscribe(TypedTopic<byte[]> topic) {
        return topic.onDelivery(this::print)
                .onGap(this::announce)
                .onError(failure -> console.error(Failures.text(failure)))
                .subscribe();
    }

    /** Waits for the end. */
    void await() throws InterruptedException {
        ended.await();
    }

    private synchronized void print(Delivery<byte[]> delivery) {
        if (left == 0) {
            return;
        }
        String channel = Escapes.escape(delivery.channel().name().bytes());
        console.out().println(channel + "\t" + shown(channel, delivery.value()));
        left = console.out().checkError() ? 0 : left - 1;
        if (left == 0) {
            ended.countDown();
        }
    }

    /** Returns the payload as the codec reads it, or as it is if the codec cannot. */
    private String shown(String channel, byte[] payload) {
        try {
            return format.show().apply(payload);
        } catch (PubSubException e) {
            console.error("a message on " + channel + " is not of codec " + format.id() + " and is shown as it is: "
                    + Failures.text(e));
            return Escapes.escape(payload);
        }
    }

    private void announce(Gap gap) {
        console.error("messages of " + gap.topic() + " may be missing from " + gap.start() + " to " + gap.end() + " ("
                + gap.duration().toMillis() + " ms): " + Failures.text(gap.cause()));
    }
}

package io.fanfare.conformance;

import io.fanfare.Gap;
import io.fanfare.Handler;
import io.fanfare.MessageFailure;
import io.fanfare.Subscription;
import io.fanfare.SubscriptionBuilder;
import io.fanfare.TypedTopic;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what one subscription of a client hands to its handlers. */
final class Arrivals implements Handler<Event> {
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<MessageFailure> failures = new CopyOnWriteArrayList<>();
    private final List<Gap> gaps = new CopyOnWriteArrayList<>();

    /** Subscribes, and waits until the server has confirmed. */
    Subscription subscribe(Bench bench, TypedTopic<Event> topic) {
        SubscriptionBuilder<Event> builder =
                topic.onMessage(this).onError(failures::add).onGap(gaps::add);
        Subscription subscription = builder.subscribe();
        bench.await(subscription.ready(), "confirmation of the subscription to " + topic);
        return subscription;
    }

    @Override
    public void handle(Event event) {
        events.add(event);
    }

    /** Waits until an event with a sequence has arrived. */
    void await(Bench bench, long sequence) {
        bench.await(() -> has(sequence), "event " + sequence + " to arrive", () -> "events " + sequences());
    }

    boolean has(long sequence) {
        return events.stream().anyMatch(event -> event.sequence() == sequence);
    }

    List<Long> sequences() {
        return events.stream().map(Event::sequence).toList();
    }

    List<Event> events() {
        return events;
    }

    List<MessageFailure> failures() {
        return failures;
    }

    List<Gap> gaps() {
        return gaps;
    }
}

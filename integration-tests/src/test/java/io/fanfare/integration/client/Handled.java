package io.fanfare.integration.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.Gap;
import io.fanfare.MessageFailure;
import io.fanfare.Subscription;
import io.fanfare.TypedTopic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** What the handlers of a subscription were called with. */
final class Handled {
    /** Everything in the order of the calls: values, gaps and failures. */
    final List<Object> events = new CopyOnWriteArrayList<>();

    /** Subscribes and waits for the confirmation. */
    static Handled of(TypedTopic<?> topic) throws Exception {
        Handled handled = new Handled();
        Subscription subscription = topic.onMessage(handled.events::add)
                .onGap(handled.events::add)
                .onError(handled.events::add)
                .subscribe();
        subscription.ready().get(30, TimeUnit.SECONDS);
        return handled;
    }

    List<Gap> gaps() {
        return events.stream()
                .filter(Gap.class::isInstance)
                .map(Gap.class::cast)
                .toList();
    }

    List<Object> values() {
        return events.stream()
                .filter(event -> !(event instanceof Gap) && !(event instanceof MessageFailure))
                .toList();
    }

    /** Waits until so many events are there. */
    void await(int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(events.size())
                        .as("events: %s", events.size() < 50 ? events : events.size())
                        .isGreaterThanOrEqualTo(count));
    }
}

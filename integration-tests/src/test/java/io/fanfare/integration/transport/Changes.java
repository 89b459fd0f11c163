package io.fanfare.integration.transport;

import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Keeps what became of a change of subscriptions. */
final class Changes implements TopicCallback {
    private record Answer(Topic topic, Optional<PubSubException> failure) {}

    private final List<Answer> answers = new CopyOnWriteArrayList<>();

    @Override
    public void completed(Topic topic, @Nullable PubSubException failure) {
        answers.add(new Answer(topic, Optional.ofNullable(failure)));
    }

    /** Waits for the answers of all topics, of which each must have one, and returns what failed. */
    Map<Topic, PubSubException> await(Collection<? extends Topic> topics) {
        Recorder.waitUntil(() -> answers.size() >= topics.size(), () -> answers + " of " + topics);
        Map<Topic, PubSubException> failures = new HashMap<>();
        List<Topic> answered = answers.stream().map(Answer::topic).toList();
        if (answered.size() != topics.size() || !answered.containsAll(topics)) {
            throw new AssertionError("expected one answer for each of " + topics + ", got " + answers);
        }
        for (Answer answer : answers) {
            answer.failure().ifPresent(failure -> failures.put(answer.topic(), failure));
        }
        return failures;
    }
}

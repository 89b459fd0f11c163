package io.fanfare.conformance;

import io.fanfare.spi.Capability;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Message;
import io.fanfare.spi.Name;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.Reply;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Liars about subscriptions. */
final class SubscribeLiars {
    private SubscribeLiars() {}

    static List<Liar> all() {
        return List.of(
                Liar.of("decides each topic twice", DecidesTwice::new, "decisions on", "SUB-01"),
                Liar.of(
                        "confirms before the server does",
                        ConfirmsEarly::new,
                        "receivers right after the confirmation",
                        "SUB-02"),
                Liar.of("delivers before it confirms", ConfirmsLate::new, "messages before the confirmation", "SUB-03"),
                Liar.of(
                        "says that a subscription ended and goes on",
                        NeverEnds::new,
                        "after the confirmed end",
                        "SUB-04",
                        "PAT-04"),
                Liar.of(
                        "ends the connection with the last subscription",
                        EndsAtZero::new,
                        "stay open without subscriptions",
                        "SUB-01",
                        "SUB-03",
                        "SUB-04",
                        "SUB-05",
                        "PAT-04"),
                Liar.of(
                        "delivers to one connection only",
                        FirstOnly::new,
                        "messages on each of two connections",
                        "SUB-06",
                        "GAP-02",
                        "BUS-04",
                        "PRE-01"),
                Liar.of(
                        "takes ? of a pattern literally",
                        LiteralPatterns::new,
                        "expected the pattern a?c[xy]",
                        "PAT-01"),
                Liar.of(
                        "declares to lack patterns and has them",
                        LacksPatterns::new,
                        "which the transport declares to lack, but it worked",
                        "PAT-01",
                        "PAT-02",
                        "PAT-03",
                        "PAT-04",
                        "CLI-02",
                        "BUS-02"),
                Liar.of("confirms on another thread", OtherThread::new, "while another call was running", "LIS-02"),
                Liar.of("never answers PING", NoPong::new, "the answer to PING", "PING-01"),
                Liar.of(
                        "never answers commands on a subscribed connection",
                        NoReply::new,
                        "the answer to CLIENT ID",
                        "AUD-01",
                        "CMD-07"),
                Liar.of("does not pause", NoPause::new, "expected pause() to hold back", "PAUSE-01", "QUE-05"));
    }

    private static final class DecidesTwice extends Lie {
        @Override
        void subscribe(SubscribeConnection to, Collection<? extends Topic> topics, TopicCallback callback) {
            to.subscribe(topics, (topic, failure) -> {
                callback.completed(topic, failure);
                callback.completed(topic, failure);
            });
        }
    }

    private static final class ConfirmsEarly extends Lie {
        @Override
        void subscribe(SubscribeConnection to, Collection<? extends Topic> topics, TopicCallback callback) {
            if (topics.stream().noneMatch(topic -> topic.toString().contains(":held"))) {
                to.subscribe(topics, callback);
                return;
            }
            topics.forEach(topic -> callback.completed(topic, null));
            CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS)
                    .execute(() -> to.subscribe(topics, (topic, failure) -> {}));
        }
    }

    private static final class ConfirmsLate extends Lie {
        private final Map<Topic, Runnable> held = new ConcurrentHashMap<>();

        @Override
        void subscribe(SubscribeConnection to, Collection<? extends Topic> topics, TopicCallback callback) {
            to.subscribe(topics, (topic, failure) -> {
                if (topic.toString().contains(":first")) {
                    held.put(topic, () -> callback.completed(topic, failure));
                } else {
                    callback.completed(topic, failure);
                }
            });
        }

        @Override
        void onMessages(ConnectionListener to, List<Message> messages) {
            to.onMessages(messages);
            for (Message message : messages) {
                Runnable late = held.remove(message.topic());
                if (late != null) {
                    late.run();
                }
            }
        }
    }

    private static final class NeverEnds extends Lie {
        @Override
        void unsubscribe(SubscribeConnection to, Collection<? extends Topic> topics, TopicCallback callback) {
            to.subscribe(topics, callback);
        }
    }

    private static final class EndsAtZero extends Lie {
        private final Map<SubscribeConnection, Integer> counts = new ConcurrentHashMap<>();

        @Override
        void subscribe(SubscribeConnection to, Collection<? extends Topic> topics, TopicCallback callback) {
            counts.merge(to, topics.size(), Integer::sum);
            to.subscribe(topics, callback);
        }

        @Override
        void unsubscribe(SubscribeConnection to, Collection<? extends Topic> topics, TopicCallback callback) {
            int left = counts.merge(to, -topics.size(), Integer::sum);
            to.unsubscribe(topics, (topic, failure) -> {
                // whether waitFor() notices is chance: it subscribes again meanwhile
                if (left == 0 && !topic.toString().endsWith(":pong")) {
                    to.close();
                }
                callback.completed(topic, failure);
            });
        }
    }

    private static final class FirstOnly extends Lie {
        private final Map<Topic, ConnectionListener> first = new HashMap<>();

        @Override
        synchronized void onMessages(ConnectionListener to, List<Message> messages) {
            List<Message> kept = new ArrayList<>(messages);
            kept.removeIf(message -> first.computeIfAbsent(message.topic(), unused -> to) != to);
            if (!kept.isEmpty()) {
                to.onMessages(kept);
            }
        }
    }

    private static final class LiteralPatterns extends Lie {
        @Override
        void subscribe(SubscribeConnection to, Collection<? extends Topic> topics, TopicCallback callback) {
            for (Topic topic : topics) {
                Topic wrong = topic instanceof Pattern
                        ? new Pattern(Name.of(topic.toString().replace("?", "\\?")))
                        : topic;
                to.subscribe(List.of(wrong), (unused, failure) -> callback.completed(topic, failure));
            }
        }
    }

    private static final class LacksPatterns extends Lie {
        @Override
        Set<Capability> capabilities(Set<Capability> honest) {
            EnumSet<Capability> less = EnumSet.copyOf(honest);
            less.remove(Capability.PATTERNS);
            return less;
        }
    }

    private static final class OtherThread extends Lie {
        @Override
        void subscribe(SubscribeConnection to, Collection<? extends Topic> topics, TopicCallback callback) {
            to.subscribe(topics, (topic, failure) -> {
                if (topic.toString().contains(":serial")) {
                    CompletableFuture<Void> unused =
                            CompletableFuture.runAsync(() -> callback.completed(topic, failure));
                } else {
                    callback.completed(topic, failure);
                }
            });
        }
    }

    private static final class NoPong extends Lie {
        @Override
        CompletionStage<Void> ping(SubscribeConnection to) {
            return new CompletableFuture<>();
        }
    }

    private static final class NoReply extends Lie {
        @Override
        CompletionStage<Reply> call(SubscribeConnection to, List<byte[]> arguments) {
            return new CompletableFuture<>();
        }
    }

    private static final class NoPause extends Lie {
        @Override
        void pause(SubscribeConnection to) {}
    }
}

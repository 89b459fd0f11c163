package io.fanfare.conformance;

import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Destination;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Message;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Liars about what happens when the network fails. */
final class FaultLiars {
    private FaultLiars() {}

    static List<Liar> all() {
        return List.of(
                Liar.of(
                        "never reports a loss",
                        NoLoss::new,
                        "the notice of a loss after a reset",
                        "RES-01",
                        "RES-02",
                        "RES-06",
                        "RES-07",
                        "RES-09"),
                Liar.of(
                        "says that bytes have just arrived",
                        AlwaysFresh::new,
                        "lastReceivedNanos() of after the PING",
                        "CON-08",
                        "RES-03",
                        "RES-04"),
                Liar.of(
                        "subscribes to a topic once and confirms it each time",
                        OnceOnly::new,
                        "the end of the traffic on each of",
                        "RES-01",
                        "RES-02",
                        "RES-03",
                        "RES-04",
                        "RES-06"),
                Liar.of(
                        "cuts payloads at 1 KiB",
                        CutsPayloads::new,
                        "payloads byte by byte as they were published",
                        "RES-05"),
                Liar.of(
                        "takes a while to tell that connecting failed",
                        LateFailure::new,
                        "expected the first attempt to reconnect at once",
                        "RES-07"),
                Liar.of("says published when the connection is lost", Optimist::new, "saw it vanish", "RES-08"),
                Liar.of(
                        "confirms the end of subscriptions by itself",
                        ConfirmsEnds::new,
                        "expected drain() to report 1 topic unconfirmed",
                        "RES-10"));
    }

    private static final class NoLoss extends Lie {
        @Override
        void onLost(ConnectionListener to, PubSubException cause) {}
    }

    private static final class AlwaysFresh extends Lie {
        @Override
        long lastReceivedNanos(SubscribeConnection of) {
            return System.nanoTime();
        }
    }

    private static final class OnceOnly extends Lie {
        private final Set<Topic> made = ConcurrentHashMap.newKeySet();

        @Override
        void subscribe(SubscribeConnection to, Collection<? extends Topic> topics, TopicCallback callback) {
            for (Topic topic : topics) {
                if (made.add(topic)) {
                    to.subscribe(List.of(topic), callback);
                } else {
                    callback.completed(topic, null);
                }
            }
        }
    }

    private static final class CutsPayloads extends Lie {
        @Override
        void onMessages(ConnectionListener to, List<Message> messages) {
            to.onMessages(messages.stream().map(CutsPayloads::cut).toList());
        }

        private static Message cut(Message message) {
            Payload payload = message.payload();
            return payload.length() <= 1 << 10
                    ? message
                    : new Message(
                            message.topic(),
                            message.channel(),
                            Payload.of(Arrays.copyOf(payload.toByteArray(), 1 << 10)));
        }
    }

    private static final class LateFailure extends Lie {
        @Override
        <C> CompletionStage<C> connected(CompletionStage<C> connecting) {
            CompletableFuture<C> told = new CompletableFuture<>();
            connecting.whenComplete((connection, failure) -> {
                if (failure == null) {
                    told.complete(connection);
                } else {
                    CompletableFuture.delayedExecutor(700, TimeUnit.MILLISECONDS)
                            .execute(() -> told.completeExceptionally(failure));
                }
            });
            return told;
        }
    }

    private static final class Optimist extends Lie {
        @Override
        void publish(PublishConnection to, Destination channel, Payload payload, PublishCallback callback) {
            to.publish(channel, payload, new PublishCallback() {
                @Override
                public void published(long receivers) {
                    callback.published(receivers);
                }

                @Override
                public void failed(PubSubException cause) {
                    if (cause.code() == ErrorCode.CONNECTION_LOST) {
                        callback.published(1);
                    } else {
                        callback.failed(cause);
                    }
                }
            });
        }
    }

    private static final class ConfirmsEnds extends Lie {
        @Override
        void unsubscribe(SubscribeConnection to, Collection<? extends Topic> topics, TopicCallback callback) {
            to.unsubscribe(topics, (topic, failure) -> {});
            topics.forEach(topic -> callback.completed(topic, null));
        }
    }
}

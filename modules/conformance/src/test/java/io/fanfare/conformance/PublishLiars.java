package io.fanfare.conformance;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Connection;
import io.fanfare.spi.Destination;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.ShardChannel;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;

/** Liars about publishes. */
final class PublishLiars {
    private PublishLiars() {}

    static List<Liar> all() {
        return List.of(
                Liar.of(
                        "always reports one receiver",
                        WrongCount::new,
                        "expected 0 receivers without a subscriber, saw 1",
                        "PUB-01",
                        "PAT-03",
                        "PAT-04",
                        "BUS-04",
                        "PRE-01"),
                Liar.of(
                        "answers each publish twice",
                        () -> answers((callback, receivers) -> {
                            callback.published(receivers);
                            callback.published(receivers);
                        }),
                        "of 10000 publishes answered never or more than once",
                        "PUB-02",
                        "PUB-04"),
                Liar.of("answers publishes in another order", OtherOrder::new, "answered after a later one", "PUB-03"),
                Liar.of(
                        "says published when the connection is lost",
                        Optimist::new,
                        "publishes to fail after CLIENT KILL",
                        "PUB-04",
                        "POOL-02"),
                Liar.of(
                        "takes publishes when closed",
                        TakesWhenClosed::new,
                        "expected CLOSED from a closed connection",
                        "PUB-05"),
                Liar.of(
                        "publishes the whole array",
                        WholeArray::new,
                        "expected a payload of 4 bytes, saw one of 14",
                        "PAY-04"),
                Liar.of(
                        "publishes to shard channels as to channels",
                        ShardAsChannel::new,
                        "expected the shard channel to receive [s], saw []",
                        "SHARD-01"));
    }

    private interface Answer {
        void give(PublishCallback callback, long receivers);
    }

    private static Lie answers(Answer answer) {
        return new Lie() {
            @Override
            void publish(PublishConnection to, Destination channel, Payload payload, PublishCallback callback) {
                to.publish(channel, payload, new PublishCallback() {
                    @Override
                    public void published(long receivers) {
                        answer.give(callback, receivers);
                    }

                    @Override
                    public void failed(PubSubException cause) {
                        callback.failed(cause);
                    }
                });
            }
        };
    }

    private static final class WrongCount extends Lie {
        @Override
        void publish(PublishConnection to, Destination channel, Payload payload, PublishCallback callback) {
            answers((honest, receivers) -> honest.published(1)).publish(to, channel, payload, callback);
        }
    }

    private static final class OtherOrder extends Lie {
        private final Map<PublishConnection, Queue<Runnable>> held = new ConcurrentHashMap<>();

        @Override
        void publish(PublishConnection to, Destination channel, Payload payload, PublishCallback callback) {
            answers((honest, receivers) -> {
                        Queue<Runnable> queue = held.computeIfAbsent(to, unused -> new ArrayDeque<>());
                        boolean hold = Burst.number(payload) > 1_000 && Burst.number(payload) % 100 == 7;
                        if (hold) {
                            queue.add(() -> honest.published(receivers));
                            return;
                        }
                        honest.published(receivers);
                        while (!queue.isEmpty()) {
                            queue.remove().run();
                        }
                    })
                    .publish(to, channel, payload, callback);
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
                        callback.published(0);
                    } else {
                        callback.failed(cause);
                    }
                }
            });
        }
    }

    private static final class TakesWhenClosed extends Lie {
        private final Map<Connection, Boolean> closed = new ConcurrentHashMap<>();

        @Override
        void close(Connection connection) {
            closed.put(connection, true);
            connection.close();
        }

        @Override
        void publish(PublishConnection to, Destination channel, Payload payload, PublishCallback callback) {
            if (closed.containsKey(to)) {
                callback.published(0);
            } else {
                to.publish(channel, payload, callback);
            }
        }
    }

    private static final class WholeArray extends Lie {
        @Override
        void publish(PublishConnection to, Destination channel, Payload payload, PublishCallback callback) {
            to.publish(channel, Payload.of(payload.array()), callback);
        }
    }

    private static final class ShardAsChannel extends Lie {
        @Override
        void publish(PublishConnection to, Destination channel, Payload payload, PublishCallback callback) {
            Destination wrong = channel instanceof ShardChannel ? new Channel(channel.name()) : channel;
            to.publish(wrong, payload, callback);
        }
    }
}

package io.fanfare.transport.memory;

import io.fanfare.spi.Message;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.Reply;
import io.fanfare.spi.Topic;
import io.fanfare.spi.TopicCallback;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What a broker sends to a client. */
sealed interface Event {
    /** A message for one subscription. */
    record Delivery(Message message) implements Event {
        private static final int OVERHEAD = 64;

        /** Returns what this counts against the output limit. */
        long bytes() {
            return OVERHEAD
                    + (long) message.channel().name().length()
                    + message.payload().length();
        }
    }

    /** The broker ended a subscription without being asked. */
    record SubscriptionEnded(Topic topic) implements Event {}

    /** The answer to something that the client sent; exactly one of the methods is called, once. */
    sealed interface Answer extends Event {
        /** The client reads the answer. */
        void arrived();

        /** The connection ended before the client read the answer. */
        void failed(PubSubException cause);
    }

    /** The answer to a publish; {@code refusal} is null if the broker took the message. */
    record Published(
            PublishCallback callback,
            long receivers,
            @Nullable PubSubException refusal) implements Answer {
        @Override
        public void arrived() {
            if (refusal == null) {
                callback.published(receivers);
            } else {
                callback.failed(refusal);
            }
        }

        @Override
        public void failed(PubSubException cause) {
            callback.failed(cause);
        }
    }

    /** The answer to subscribing to one topic; {@code refusal} is null if the broker confirms. */
    record Subscribed(
            Topic topic, TopicCallback callback, @Nullable PubSubException refusal) implements Answer {
        @Override
        public void arrived() {
            callback.completed(topic, refusal);
        }

        @Override
        public void failed(PubSubException cause) {
            callback.completed(topic, cause);
        }
    }

    /** The answer to unsubscribing from one topic; {@code refusal} is null if the broker confirms. */
    record Unsubscribed(
            Topic topic, TopicCallback callback, @Nullable PubSubException refusal) implements Answer {
        @Override
        public void arrived() {
            callback.completed(topic, refusal);
        }

        @Override
        public void failed(PubSubException cause) {
            callback.completed(topic, cause);
        }
    }

    /** The answer to a ping; {@code refusal} is null if the broker returned it. */
    record Pong(CompletableFuture<Void> stage, @Nullable PubSubException refusal) implements Answer {
        @Override
        public void arrived() {
            if (refusal == null) {
                stage.complete(null);
            } else {
                stage.completeExceptionally(refusal);
            }
        }

        @Override
        public void failed(PubSubException cause) {
            stage.completeExceptionally(cause);
        }
    }

    /** The answer to a command. */
    record Replied(CompletableFuture<Reply> stage, Reply reply) implements Answer {
        @Override
        public void arrived() {
            stage.complete(reply);
        }

        @Override
        public void failed(PubSubException cause) {
            stage.completeExceptionally(cause);
        }
    }
}

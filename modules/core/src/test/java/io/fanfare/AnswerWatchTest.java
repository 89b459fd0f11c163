package io.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Destination;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PoolOptions;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PublishCallback;
import io.fanfare.spi.PublishConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The watch with a pool and a publisher, by a clock that stands until it is told to go on. */
class AnswerWatchTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(8);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final ManualTimer timer = new ManualTimer();
    private final Completions completions = new Completions("fanfare-test-completion");
    private final Tally tally = new Tally();
    private final List<Silent> made = new ArrayList<>();
    private final List<PubSubException> losses = new ArrayList<>();
    private SharedPool<PublishConnection> pool;
    private Publisher publisher;

    private void open(Duration timeout) {
        AnswerWatch watch = new AnswerWatch(timeout, timer, timer::nanos);
        var factory = watch.over(listener -> {
            made.add(new Silent(listener));
            return CompletableFuture.completedFuture(made.get(made.size() - 1));
        });
        pool = new SharedPool<>(
                new PoolOptions("test", 1, 1, SECOND, SECOND),
                listener -> factory.connect(new ConnectionListener() {
                    @Override
                    public void onLost(PubSubException cause) {
                        losses.add(cause);
                        listener.onLost(cause);
                    }
                }),
                timer);
        publisher = OneShard.publisher(
                pool,
                completions,
                tally,
                new PublishOptions(100, SECOND, PublishPolicy.WAIT, PublishPolicy.WAIT, 0),
                new StateTracker(Runnable::run, state -> {}),
                timer);
    }

    @AfterEach
    void close() {
        pool.close();
        completions.close();
        timer.shutdownNow();
    }

    private void publish() {
        publisher.publishAndForget(Channel.of("c"), Payload.EMPTY);
    }

    @Test
    void aSilentConnectionIsGivenUpBetweenTheTimeoutAndAQuarterMore() {
        open(TIMEOUT);
        timer.pass(Duration.ofMillis(12_345));
        publish();
        publish();
        timer.pass(TIMEOUT);
        assertThat(losses).isEmpty();
        timer.pass(TIMEOUT.dividedBy(4));
        assertThat(losses).singleElement().satisfies(loss -> {
            assertThat(loss.code()).isEqualTo(ErrorCode.CONNECTION_LOST);
            assertThat(loss)
                    .hasMessageContaining("the connection to silent:6379 was given up: 2 publishes were unanswered"
                            + " and none was answered for 8000 ms (fanfare.publish.answer-timeout)");
        });
        assertThat(tally.failures).containsExactly(losses.get(0), losses.get(0));
        assertThat(publisher.unanswered()).isZero();
        assertThat(made.get(0).isOpen()).isFalse();
        assertThat(made).as("connections").hasSize(2);
        publish();
        assertThat(made.get(1).unanswered).hasSize(1);
    }

    @Test
    void anIdleConnectionIsKept() {
        open(TIMEOUT);
        timer.pass(TIMEOUT.multipliedBy(10));
        publish();
        made.get(0).answer();
        timer.pass(TIMEOUT.multipliedBy(10));
        assertThat(losses).isEmpty();
        assertThat(tally.published).hasValue(1);
    }

    @Test
    void aConnectionThatAnswersSlowlyButSteadilyIsKept() {
        open(TIMEOUT);
        for (int i = 0; i < 50; i++) {
            publish();
        }
        for (int i = 0; i < 49; i++) {
            timer.pass(TIMEOUT.minus(SECOND));
            made.get(0).answer();
        }
        assertThat(losses).isEmpty();
        assertThat(tally.published).hasValue(49);
        timer.pass(TIMEOUT.multipliedBy(2));
        assertThat(tally.failures).hasSize(1);
        assertThat(losses.get(0)).hasMessageContaining("1 publishes were unanswered");
    }

    @Test
    void aRefusalIsAnAnswer() {
        open(TIMEOUT);
        publish();
        publish();
        timer.pass(TIMEOUT.minus(SECOND));
        made.get(0).unanswered.remove().failed(new PubSubException(ErrorCode.NO_PERMISSION, "no"));
        timer.pass(TIMEOUT.minus(SECOND));
        assertThat(losses).isEmpty();
        assertThat(tally.failures).extracting(PubSubException::code).containsExactly(ErrorCode.NO_PERMISSION);
    }

    @Test
    void aStopOfThisProcessIsNotTheServersSilence() {
        open(TIMEOUT);
        publish();
        timer.pass(SECOND);
        timer.stop(TIMEOUT.multipliedBy(10));
        assertThat(losses).isEmpty();
        made.get(0).answer();
        timer.pass(TIMEOUT.multipliedBy(2));
        assertThat(losses).isEmpty();
    }

    @Test
    void withoutATimeoutNoSilenceIsTooLong() {
        open(Duration.ZERO);
        publish();
        timer.pass(Duration.ofHours(1));
        assertThat(losses).isEmpty();
    }

    @Test
    void aLossThatTheTransportReportsTooIsToldOnce() {
        open(TIMEOUT);
        publish();
        timer.pass(TIMEOUT.multipliedBy(2));
        made.get(0).listener.onLost(new PubSubException(ErrorCode.CONNECTION_LOST, "late"));
        assertThat(losses).hasSize(1);
        made.get(1).listener.onLost(new PubSubException(ErrorCode.CONNECTION_LOST, "by the transport"));
        assertThat(losses).hasSize(2);
        timer.pass(TIMEOUT.multipliedBy(2));
        assertThat(losses).hasSize(2);
    }

    @Test
    void aPublishThatComesTooLateFailsWithTheSameCause() {
        open(TIMEOUT);
        var lease = pool.tryLease(0);
        publish();
        timer.pass(TIMEOUT.multipliedBy(2));
        Publish late = new Publish.Forgotten(publisher, Channel.of("c"), Payload.EMPTY);
        late.send(lease);
        assertThat(tally.failures).containsExactly(losses.get(0), losses.get(0));
    }

    /** A connection that answers when it is told to. */
    private static final class Silent implements PublishConnection {
        private final ConnectionListener listener;
        private final Queue<PublishCallback> unanswered = new ArrayDeque<>();
        private boolean closed;

        Silent(ConnectionListener listener) {
            this.listener = listener;
        }

        void answer() {
            unanswered.remove().published(0);
        }

        @Override
        public void publish(Destination channel, Payload payload, PublishCallback callback) {
            unanswered.add(callback);
            if (closed) {
                failAll();
            }
        }

        private void failAll() {
            while (!unanswered.isEmpty()) {
                unanswered.remove().failed(new PubSubException(ErrorCode.CLOSED, "closed"));
            }
        }

        @Override
        public Node node() {
            return Node.of("silent", 6379);
        }

        @Override
        public boolean isOpen() {
            return !closed;
        }

        @Override
        public void close() {
            closed = true;
            failAll();
        }
    }
}

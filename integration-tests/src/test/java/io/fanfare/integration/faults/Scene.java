package io.fanfare.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.ClientState;
import io.fanfare.ClientState.Phase;
import io.fanfare.Fanfare;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.faults.FaultProxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;

/**
 * A server, a subscriber that reaches it directly or through a proxy, and a publisher that reaches it directly; and
 * what must hold after whatever a test does to them: every topic is confirmed, and each subscription was told once of a
 * time that covers all that it missed.
 */
final class Scene implements AutoCloseable {
    /** How long a condition is waited for that comes true in far less. */
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Opened opened = new Opened();
    final EmbeddedRedis redis;
    final FaultProxy proxy;
    final ServerView server;
    final Audience audience;
    private final SceneSetup setup;
    private final List<ClientState> states = new CopyOnWriteArrayList<>();
    private final Fanfare subscriber;
    final Traffic traffic;

    /** Opens everything, subscribes, and publishes until each receiver has heard every channel. */
    Scene(SceneSetup setup) throws Exception {
        this.setup = setup;
        boolean complete = false;
        try {
            redis = opened.keep(setup.server().start());
            proxy = opened.keep(FaultProxy.to(redis.host(), redis.port()));
            Fanfare publisher = opened.keep(setup.client(redis.uri()).build());
            subscriber =
                    opened.keep(setup.client(setup.isBehindProxy() ? proxy.uri().toString() : redis.uri())
                            .setAll(setup.settings())
                            .onState(states::add)
                            .build());
            server = new ServerView(publisher);
            audience = new Audience(subscriber, setup.channels(), setup::subscription);
            traffic = opened.keep(new Traffic(publisher, setup.channels(), setup.perSecond()));
            traffic.start();
            audience.await(Receiver::hasHeardEveryChannel);
            awaitConfirmed();
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    /** Waits until the subscriber knows that it lost its connection, and returns when it came to know. */
    Instant awaitLoss(Instant after) {
        return await(Phase.RECONNECTING, after);
    }

    /** Tells whether the subscriber knows of no loss since a time. */
    boolean knowsOfNoLoss(Instant since) {
        return states.stream()
                .noneMatch(state ->
                        state.phase() == Phase.RECONNECTING && !state.since().isBefore(since));
    }

    /** Waits until the subscriber says that all is confirmed, and returns when that began. */
    Instant awaitConnected(Instant after) {
        return await(Phase.CONNECTED, after);
    }

    private Instant await(Phase phase, Instant after) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(
                        () -> states.stream()
                                .filter(state ->
                                        state.phase() == phase && !state.since().isBefore(after))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow()
                .since();
    }

    /** Waits until every receiver was told of a gap and hears messages again, and every topic is confirmed. */
    void awaitReturn() {
        audience.await(Receiver::hasReturned);
        awaitConfirmed();
    }

    /** Waits until client and server agree that every topic is subscribed to. */
    private void awaitConfirmed() {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(subscriber.state().phase()).isEqualTo(Phase.CONNECTED));
        server.awaitHeld(setup.channels(), setup.timesHeld(), 1);
    }

    /**
     * Ends the traffic with a marker on each channel and settles what every receiver heard and missed.
     *
     * @return how many messages were lost, over all receivers
     */
    long settle() throws Exception {
        traffic.stop();
        Map<String, Long> published;
        try (Census census = new Census(redis.uri(), setup.transport())) {
            traffic.end();
            published = census.await(setup.channels().size());
        }
        audience.await(Receiver::hasEnded);
        Account account = new Account(traffic.sent(), published);
        audience.receivers().forEach(receiver -> account.settle(receiver.heard()));
        assertThat(account.violations()).isEmpty();
        assertThat(subscriber.state().phase()).isEqualTo(Phase.CONNECTED);
        return account.lost();
    }

    @Override
    public void close() {
        opened.close();
    }
}

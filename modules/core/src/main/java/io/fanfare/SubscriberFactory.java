package io.fanfare;

import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.ConnectionFactory;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.ConnectionPool;
import io.fanfare.spi.Message;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.PubSubObserver.Role;
import io.fanfare.spi.SubscribeConnection;
import io.fanfare.spi.Topic;
import io.fanfare.spi.Transport;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/**
 * Makes the subscribers of a client, each with what watches over its connections.
 *
 * @param settings what is watched how often
 * @param routes has the connections for commands to each shard
 * @param watch gives up publish connections for what is found out here
 * @param probes sends probes
 */
record SubscriberFactory(
        Settings settings,
        Transport transport,
        Topology topology,
        Connector connector,
        Routes routes,
        AnswerWatch watch,
        ProbeSender probes,
        StateTracker states,
        Functions functions,
        PubSubObserver observer,
        ScheduledExecutorService timer) {
    /** Returns a subscriber that has not been started. */
    Subscriber subscriber(Shard shard, Reading reading) {
        Function<ConnectionListener, ConnectionFactory<SubscribeConnection>> connect = messages -> connector.factory(
                shard,
                Role.SUBSCRIBE,
                (node, loss) -> transport.connectSubscriber(node, new SplitListener(messages, loss)),
                Connector.Fate.NONE);
        return new Subscriber(
                connect,
                shard,
                topology,
                reading,
                settings.backoff(),
                timer,
                observer,
                states,
                functions,
                settings.get(Settings.SUBSCRIBE_MAX_UNANSWERED),
                subscriber -> vigil(shard, subscriber));
    }

    private Vigil vigil(Shard shard, Subscriber subscriber) {
        ConnectionPool<CommandConnection> commands = routes.of(shard).commands();
        Duration audit = settings.get(Settings.AUDIT_INTERVAL);
        Duration answer = settings.get(Settings.PING_TIMEOUT);
        return new Vigil(
                timer,
                new KnownUntil(settings.get(Settings.GAP_PRECISION)),
                new Liveness(settings.get(Settings.PING_INTERVAL), answer, subscriber),
                new Audit(audit, answer, commands, functions, subscriber),
                new RoleWatch(audit, answer, commands, functions, subscriber, (cause, since) -> {
                    watch.giveUp(shard::isServedBy, since, cause);
                    topology.suspect();
                }),
                new Probe(
                        settings.get(Settings.PROBE_INTERVAL),
                        settings.get(Settings.PROBE_TIMEOUT),
                        probes,
                        observer,
                        functions,
                        subscriber,
                        (cause, since) -> watch.giveUp(node -> true, since, cause)));
    }

    /** Sends what a connection brings to one listener and its loss to another. */
    private record SplitListener(ConnectionListener messages, ConnectionListener loss) implements ConnectionListener {
        @Override
        public void onMessages(List<Message> batch) {
            messages.onMessages(batch);
        }

        @Override
        public void onUnsubscribed(Topic topic) {
            messages.onUnsubscribed(topic);
        }

        @Override
        public void onLost(PubSubException cause) {
            loss.onLost(cause);
        }
    }
}

package io.fanfare;

import io.fanfare.spi.ConnectionFactory;
import io.fanfare.spi.ConnectionPoolProvider;
import io.fanfare.spi.PoolOptions;
import io.fanfare.spi.PubSubObserver.Role;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.Transport;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Opens the pools of a shard.
 *
 * @param settings what bounds them
 * @param publishing the pool of publishes
 * @param commands the pool of commands
 * @param watch gives up connections over which nothing is answered
 * @param writer puts envelopes around payloads; null for none
 */
record PoolOpener(
        Settings settings,
        ConnectionPoolProvider publishing,
        ConnectionPoolProvider commands,
        Transport transport,
        Connector connector,
        StateTracker states,
        AnswerWatch watch,
        @Nullable EnvelopeWriter writer,
        ScheduledExecutorService timer) {
    ShardPools open(Shard shard) {
        PoolOptions bounds = settings.publishPool(publishing.id());
        boolean quiet = settings.get(Settings.STARTUP) == Startup.FAIL;
        Reachability reachability = new Reachability(shard, states, new PublishOutage(shard, bounds.minIdle(), quiet));
        Connector.Opening<PublishConnection> open = (node, listener) -> {
            ConnectionFactory<PublishConnection> plain = loss -> transport.connectPublisher(node, loss);
            return watch.over(writer == null ? plain : writer.over(plain)).connect(listener);
        };
        return new ShardPools(
                shard,
                publishing.open(bounds, connector.factory(shard, Role.PUBLISH, open, reachability), timer),
                commands.open(
                        settings.commandPool(),
                        connector.factory(shard, Role.COMMAND, transport::connectCommand, Connector.Fate.NONE),
                        timer),
                reachability);
    }
}

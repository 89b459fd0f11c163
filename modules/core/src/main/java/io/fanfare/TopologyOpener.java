package io.fanfare;

import io.fanfare.spi.Address;
import io.fanfare.spi.Capability;
import io.fanfare.spi.Endpoint;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import io.fanfare.spi.TransportProvider;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Opens the topology of a deployment of any shape.
 *
 * @param provider opens the transport to Sentinels, who have other credentials than the servers
 * @param transport connects to servers
 */
record TopologyOpener(
        Settings settings,
        Endpoint endpoint,
        TransportProvider provider,
        Transport transport,
        ScheduledExecutorService timer) {
    /** Opens it; {@code keep} notes what has to be closed besides. */
    Topology open(Function<Transport, Transport> keep) {
        if (endpoint.shape() == Endpoint.Shape.STANDALONE) {
            return Topology.of(endpoint.node(endpoint.seeds().get(0)), timer);
        }
        if (!transport.capabilities().contains(Capability.COMMANDS)) {
            throw new PubSubException(
                    ErrorCode.UNSUPPORTED,
                    "the transport " + provider.id() + " sends no commands, which " + endpoint
                            + " needs to find the primaries; choose another transport");
        }
        Duration interval = settings.get(TopologySettings.REFRESH_INTERVAL);
        Discovery discovery =
                endpoint.shape() == Endpoint.Shape.CLUSTER ? cluster() : sentinel(keep.apply(toSentinels()));
        return Topology.of(endpoint.toString(), discovery, timer, interval);
    }

    private ClusterDiscovery cluster() {
        return new ClusterDiscovery(endpoint, names(), interview(transport));
    }

    private SentinelDiscovery sentinel(Transport toSentinels) {
        SentinelWatch watch = new SentinelWatch(endpoint, toSentinels, settings.backoff(), timer);
        return new SentinelDiscovery(endpoint, names(), interview(toSentinels), interview(transport), watch);
    }

    private Transport toSentinels() {
        return provider.open(settings.transportOptions(PasswordSource.ofSentinels(settings)));
    }

    private Interview interview(Transport over) {
        return new Interview(over, timer, settings.get(TransportOptions.CONNECT_TIMEOUT));
    }

    private NodeNames names() {
        UnaryOperator<Address> given = settings.find(TopologySettings.ADDRESS_MAPPER);
        return new NodeNames(endpoint.tls(), given == null ? written() : given);
    }

    private UnaryOperator<Address> written() {
        String map = settings.find(TopologySettings.ADDRESS_MAP);
        return map == null ? address -> address : new AddressMap(map);
    }
}

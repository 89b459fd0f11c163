package io.fanfare.conformance;

import io.fanfare.spi.Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;

/** Where the deployment is, as seen from here, and so which limits hold. */
public enum Profile {
    /** On this machine: half of all messages within 1 ms. */
    LOCAL(50, 1_000),
    /** In the same data center: 99 % of all messages within 5 ms. */
    DATACENTER(99, 5_000),
    /** In another region: 99 % of all messages within 50 ms. */
    CROSS_REGION(99, 50_000);

    private final double percentile;
    private final long latencyMicros;

    Profile(double percentile, long latencyMicros) {
        this.percentile = percentile;
        this.latencyMicros = latencyMicros;
    }

    /**
     * Returns the profile that fits an address: local for a loopback address or a Unix domain socket, else datacenter.
     */
    static Profile of(Address address) {
        if (address.isSocket()) {
            return LOCAL;
        }
        try {
            return InetAddress.getByName(address.host()).isLoopbackAddress() ? LOCAL : DATACENTER;
        } catch (UnknownHostException e) {
            return DATACENTER;
        }
    }

    /** Returns the percentile of latency that is limited, from 0 to 100. */
    public double latencyPercentile() {
        return percentile;
    }

    /** Returns the limit of that percentile in microseconds. */
    public long latencyLimitMicros() {
        return latencyMicros;
    }

    /** Returns the fewest messages a second from one publisher to one subscriber. */
    public int minDeliveredPerSecond() {
        return 10_000;
    }

    /** Returns the fewest subscriber connections that are served at the same time. */
    public int minConnections() {
        return 100;
    }

    /** Returns the least reuse: 1 minus the connections opened after warm-up divided by the publishes. */
    public double minReuse() {
        return 0.95;
    }

    /** Returns the text form: {@code local}, {@code datacenter} or {@code cross-region}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

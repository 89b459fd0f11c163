package io.fanfare.cli;

import io.fanfare.spi.Address;
import io.fanfare.spi.Endpoint;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Whether a deployment is on another machine, where load needs a word of consent. */
final class RemoteLoad {
    private RemoteLoad() {}

    /**
     * Returns why a deployment must not be loaded without consent; null if all its addresses are of this machine.
     *
     * @throws io.fanfare.spi.PubSubException {@link io.fanfare.spi.ErrorCode#CONFIGURATION_INVALID} if it is no URI
     */
    static @Nullable String problem(String uri) {
        return Endpoint.parse(uri).seeds().stream()
                .filter(RemoteLoad::isRemote)
                .findFirst()
                .map(address -> address
                        + " is on another machine, and a check loads it with thousands of messages a second and more"
                        + " than 100 connections; if its owner agrees, add --yes-load-a-remote-server")
                .orElse(null);
    }

    private static boolean isRemote(Address address) {
        if (address.isSocket()) {
            return false;
        }
        try {
            return !InetAddress.getByName(address.host()).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return true;
        }
    }
}

package io.fanfare;

import io.fanfare.spi.Address;
import io.fanfare.spi.Endpoint;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Where to connect for announced addresses, as {@code fanfare.address-map} says it. */
final class AddressMap implements UnaryOperator<Address> {
    private final Map<Address, Address> connect = new HashMap<>();

    /**
     * Parses {@code announced:port=host:port} pairs that are divided by commas.
     *
     * @throws PubSubException {@link ErrorCode#CONFIGURATION_INVALID} if the text is not that
     */
    AddressMap(String text) {
        for (String pair : text.split(",", -1)) {
            String[] sides = pair.split("=", -1);
            if (sides.length != 2) {
                throw new PubSubException(
                        ErrorCode.CONFIGURATION_INVALID,
                        "address-map has '" + pair.strip() + "'; write announced:port=host:port, divided by commas");
            }
            connect.put(address(sides[0].strip()), address(sides[1].strip()));
        }
    }

    private static Address address(String text) {
        try {
            return Endpoint.parse("redis://" + text).seeds().get(0);
        } catch (PubSubException e) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "address-map has '" + text + "', which is no host:port: " + e.getMessage(),
                    e);
        }
    }

    /** Returns the address itself if nothing else is said. */
    @Override
    public Address apply(Address announced) {
        return connect.getOrDefault(announced, announced);
    }
}

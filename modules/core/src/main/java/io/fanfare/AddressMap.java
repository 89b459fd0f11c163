package io.fanfare;

import io.fanfare.spi.Address;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where to connect for announced addresses, as {@code fanfare.address-map} says it. */
final class AddressMap implements UnaryOperator<Address> {
    /** A name or an address of IP version 4, or one of version 6 in brackets; and a port. */
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^\\s:/@\\[\\]]+)):(\\d{1,5})");

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
            Address announced = address(sides[0].strip());
            if (connect.put(announced, address(sides[1].strip())) != null) {
                throw new PubSubException(
                        ErrorCode.CONFIGURATION_INVALID, "address-map has '" + announced + "' more than once");
            }
        }
    }

    private static Address address(String text) {
        Matcher parts = HOST_AND_PORT.matcher(text);
        int port = parts.matches() ? Integer.parseInt(parts.group(3)) : 0;
        if (port < 1 || port > 65_535) {
            throw new PubSubException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "address-map has '" + text + "', which is no host:port; the port is 1 to 65535, and an IPv6 address"
                            + " is written as [::1]:6379");
        }
        String bracketed = parts.group(1);
        return new Address(bracketed == null ? parts.group(2) : bracketed, port);
    }

    /** Returns the address itself if nothing else is said. */
    @Override
    public Address apply(Address announced) {
        return connect.getOrDefault(announced, announced);
    }
}

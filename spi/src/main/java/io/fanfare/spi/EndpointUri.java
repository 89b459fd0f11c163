package io.fanfare.spi;

import io.fanfare.spi.Endpoint.Shape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The text form of an {@link Endpoint}. {@link java.net.URI} has no list of hosts, hence a parser. */
final class EndpointUri {
    private static final int REDIS_PORT = 6379;
    private static final int SENTINEL_PORT = 26379;

    private EndpointUri() {}

    static Endpoint parse(String uri) {
        int schemeEnd = uri.indexOf("://");
        if (schemeEnd < 0) {
            throw invalid(uri, "it has no scheme; write redis://host:port");
        }
        String scheme = uri.substring(0, schemeEnd).toLowerCase(Locale.ROOT);
        String rest = uri.substring(schemeEnd + 3);
        boolean tls = scheme.startsWith("rediss");
        String shape = scheme.substring(Math.min(scheme.length(), tls ? 6 : 5));
        if (!scheme.startsWith("redis")
                || !List.of("", "+sentinel", "+cluster", "+unix").contains(shape)) {
            throw invalid(
                    uri,
                    "scheme " + scheme + " is none of redis, redis+sentinel, redis+cluster, redis+unix, rediss,"
                            + " rediss+sentinel, rediss+cluster");
        }
        int at = rest.lastIndexOf('@');
        Credentials credentials = at < 0 ? null : credentials(uri, rest.substring(0, at));
        String location = rest.substring(at + 1);
        if (location.indexOf('?') >= 0 || location.indexOf('#') >= 0) {
            throw invalid(uri, "it has a query or fragment; set options as fanfare.* keys");
        }
        return switch (shape) {
            case "+unix" -> socket(uri, tls, location, credentials);
            case "+sentinel" -> sentinel(uri, tls, location, credentials);
            case "+cluster" -> network(uri, Shape.CLUSTER, tls, location, credentials);
            default -> network(uri, Shape.STANDALONE, tls, location, credentials);
        };
    }

    static String format(Endpoint endpoint) {
        Address first = endpoint.seeds().get(0);
        String scheme = (endpoint.tls() ? "rediss" : "redis")
                + switch (endpoint.shape()) {
                    case STANDALONE -> first.isSocket() ? "+unix" : "";
                    case SENTINEL -> "+sentinel";
                    case CLUSTER -> "+cluster";
                };
        String user = endpoint.credentials() == null ? "" : endpoint.credentials() + "@";
        String hosts = endpoint.seeds().stream().map(Address::toString).collect(Collectors.joining(","));
        String master = endpoint.masterName() == null ? "" : "/" + endpoint.masterName();
        return scheme + "://" + user + hosts + master;
    }

    private static Endpoint socket(String uri, boolean tls, String path, @Nullable Credentials credentials) {
        if (tls) {
            throw invalid(uri, "a Unix domain socket has no TLS; write redis+unix");
        }
        if (!path.startsWith("/")) {
            throw invalid(uri, "the path of the socket is not absolute; write redis+unix:///path");
        }
        return new Endpoint(Shape.STANDALONE, List.of(Address.ofSocket(path)), false, credentials, null);
    }

    private static Endpoint sentinel(String uri, boolean tls, String location, @Nullable Credentials credentials) {
        int slash = location.indexOf('/');
        String master = slash < 0 ? "" : location.substring(slash + 1);
        if (master.isEmpty()) {
            throw invalid(uri, "it does not name the master; write redis+sentinel://host:26379/mymaster");
        }
        List<Address> seeds = addresses(uri, location.substring(0, slash), SENTINEL_PORT);
        return new Endpoint(Shape.SENTINEL, seeds, tls, credentials, master);
    }

    private static Endpoint network(
            String uri, Shape shape, boolean tls, String location, @Nullable Credentials credentials) {
        int slash = location.indexOf('/');
        String path = slash < 0 ? "" : location.substring(slash + 1);
        if (!path.isEmpty() && !path.equals("0")) {
            throw invalid(
                    uri,
                    "it ends in /" + path + ", but Pub/Sub ignores database numbers; to keep environments apart set"
                            + " fanfare.channel-prefix");
        }
        List<Address> seeds = addresses(uri, slash < 0 ? location : location.substring(0, slash), REDIS_PORT);
        if (shape == Shape.STANDALONE && seeds.size() > 1) {
            throw invalid(uri, "it names " + seeds.size() + " servers; write redis+cluster or redis+sentinel");
        }
        return new Endpoint(shape, seeds, tls, credentials, null);
    }

    private static List<Address> addresses(String uri, String hosts, int defaultPort) {
        List<Address> addresses = new ArrayList<>();
        for (String host : hosts.split(",", -1)) {
            addresses.add(address(uri, host, defaultPort));
        }
        return addresses;
    }

    private static Address address(String uri, String text, int defaultPort) {
        int bracket = text.lastIndexOf(']');
        int colon = text.indexOf(':', Math.max(bracket, 0));
        String host = colon < 0 ? text : text.substring(0, colon);
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        if (bracketed) {
            host = host.substring(1, host.length() - 1);
        } else if (bracket >= 0 || host.startsWith("[") || colon != text.lastIndexOf(':')) {
            throw invalid(uri, "'" + text + "' is no host; write an IPv6 address as [::1]:6379");
        }
        if (host.isEmpty()) {
            throw invalid(uri, "it names no host; write redis://host:port");
        }
        return new Address(host, colon < 0 ? defaultPort : port(uri, text.substring(colon + 1)));
    }

    private static int port(String uri, String text) {
        int port;
        try {
            port = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw invalid(uri, "port '" + text + "' is not a number");
        }
        if (port < 1 || port > 65_535) {
            throw invalid(uri, "port " + port + " is outside 1 to 65535");
        }
        return port;
    }

    private static Credentials credentials(String uri, String text) {
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw invalid(
                    uri,
                    "it names a user without a password; write redis://user:password@host or redis://:password@host");
        }
        String user = percentDecode(uri, text.substring(0, colon));
        return Credentials.of(user.isEmpty() ? null : user, percentDecode(uri, text.substring(colon + 1)));
    }

    /** Decodes %XX only: a plus sign in a password stays one. */
    private static String percentDecode(String uri, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                bytes[length++] = bytes[i];
                continue;
            }
            int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
            int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                throw invalid(uri, "a % in the user or password is not followed by two hexadecimal digits");
            }
            bytes[length++] = (byte) (high << 4 | low);
            i += 2;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    private static PubSubException invalid(String uri, String why) {
        int scheme = uri.indexOf("://");
        int at = uri.lastIndexOf('@');
        String shown = at < 0 ? uri : uri.substring(0, scheme < 0 ? 0 : scheme + 3) + "***" + uri.substring(at);
        return new PubSubException(ErrorCode.CONFIGURATION_INVALID, "cannot use the URI " + shown + ": " + why);
    }
}

package io.fanfare;

import io.fanfare.spi.Address;
import io.fanfare.spi.PubSubException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads where a node of a cluster says that a slot is served: {@code MOVED 3999 127.0.0.1:6381}. */
final class Redirection {
    private static final Pattern MOVED = Pattern.compile("\\bMOVED \\d+ (\\S+):(\\d{1,5})\\b");

    private Redirection() {}

    /** Returns the announced address in a refusal; null if it names none, or a question mark for a host. */
    static @Nullable Address address(PubSubException refusal) {
        Matcher moved = MOVED.matcher(String.valueOf(refusal.getMessage()));
        if (!moved.find()) {
            return null;
        }
        int port = Integer.parseInt(moved.group(2));
        boolean unknown = moved.group(1).equals("?");
        return unknown || port < 1 || port > 65_535 ? null : new Address(moved.group(1), port);
    }
}

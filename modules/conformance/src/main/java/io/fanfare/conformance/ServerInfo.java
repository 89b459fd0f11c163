package io.fanfare.conformance;

import io.fanfare.spi.Reply;
import java.util.Map;
import java.util.TreeMap;

/** What INFO tells. */
final class ServerInfo {
    private final Map<String, String> values = new TreeMap<>();

    ServerInfo(Reply reply) {
        for (String line : text(reply).lines().toList()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                values.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
    }

    /** Returns the text of a reply; empty if it is none. */
    static String text(Reply reply) {
        return reply instanceof Reply.OfBytes bytes ? bytes.text() : "";
    }

    /** Returns the software, such as {@code redis} or {@code valkey}. */
    String software() {
        return values.getOrDefault("server_name", values.isEmpty() ? "unknown" : "redis");
    }

    /** Returns the version; {@code unknown} if it is not told. */
    String version() {
        String own = values.get(software() + "_version");
        return own == null ? values.getOrDefault("redis_version", "unknown") : own;
    }
}

package io.fanfare;

import io.fanfare.TopicRegistry.Census;
import io.fanfare.spi.Reply;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one line of {@code CLIENT LIST} says that a connection is subscribed to.
 *
 * @param shardChannels -1 for a server older than Redis 7.0, which does not tell
 */
record ClientLine(int channels, int patterns, int shardChannels) {
    /** Reads the reply to {@code CLIENT INFO} or {@code CLIENT LIST}; returns null if there is no such line in it. */
    static @Nullable ClientLine of(Reply reply) {
        if (!(reply instanceof Reply.OfBytes bytes)) {
            return null;
        }
        Map<String, String> fields = new HashMap<>();
        for (String field : bytes.text().trim().split(" ", -1)) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(field.substring(0, equals), field.substring(equals + 1));
            }
        }
        if (!fields.containsKey("sub") || !fields.containsKey("psub")) {
            return null;
        }
        return new ClientLine(number(fields, "sub"), number(fields, "psub"), number(fields, "ssub"));
    }

    private static int number(Map<String, String> fields, String name) {
        String text = fields.get(name);
        return text == null || !text.matches("\\d{1,9}") ? -1 : Integer.parseInt(text);
    }

    boolean agrees(Census wanted) {
        return channels == wanted.channels()
                && patterns == wanted.patterns()
                && (shardChannels < 0 || shardChannels == wanted.shardChannels());
    }

    @Override
    public String toString() {
        return channels + " channels, " + patterns + " patterns"
                + (shardChannels < 0 ? "" : " and " + shardChannels + " shard channels");
    }
}

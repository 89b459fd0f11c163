package io.fanfare.embedded;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The end of a group of servers. */
final class Closing {
    private Closing() {}

    /** Closes every server, whatever becomes of the others; the first failure is thrown with the others in it. */
    static void all(List<EmbeddedRedis> servers) {
        @Nullable EmbeddedRedisException failure = null;
        for (EmbeddedRedis server : servers) {
            try {
                server.close();
            } catch (EmbeddedRedisException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}

package io.fanfare;

import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.PubSubObserver.Function;
import io.fanfare.spi.Topic;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which functions a client does without because the server refuses what they need. Thread-safe. */
final class Functions {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private final PubSubObserver observer;
    private final Map<Function, PubSubException> degraded = new EnumMap<>(Function.class);
    private final Map<Function, Long> sinceNanos = new EnumMap<>(Function.class);
    private volatile @Nullable Class<? extends Topic> notEnded;

    Functions(PubSubObserver observer) {
        this.observer = observer;
    }

    /** Notes a refusal; the first of a function is logged and told. */
    void degraded(Node node, Function function, PubSubException cause) {
        synchronized (degraded) {
            if (degraded.putIfAbsent(function, cause) != null) {
                return;
            }
            sinceNanos.put(function, System.nanoTime());
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "{0} is off until the server allows it: {1} ({2}; docs/rights.md)",
                name(function),
                cause.getMessage(),
                remedy(function));
        observer.degraded(node, function, cause);
    }

    /** Notes that a function works; the first time after a refusal is logged and told. */
    void works(Node node, Function function) {
        long since;
        synchronized (degraded) {
            if (degraded.isEmpty() || degraded.remove(function) == null) {
                return;
            }
            since = sinceNanos.getOrDefault(function, System.nanoTime());
        }
        LOG.log(
                System.Logger.Level.INFO,
                "{0} works again at {1}, after {2} ms",
                name(function),
                node,
                String.valueOf(Duration.ofNanos(System.nanoTime() - since).toMillis()));
        observer.restored(node, function);
    }

    /** Notes that the server refuses to end the subscription to a topic. */
    void notEnded(Node node, Topic topic, PubSubException cause) {
        notEnded = topic.getClass();
        degraded(node, Function.UNSUBSCRIBE, cause);
    }

    /** Notes that the subscription to a topic was ended. Each kind of topic needs a right of its own. */
    void ended(Node node, Topic topic) {
        if (topic.getClass() == notEnded) {
            notEnded = null;
            works(node, Function.UNSUBSCRIBE);
        }
    }

    /** Returns the functions that are degraded now, with what refused them first. */
    Map<Function, PubSubException> degraded() {
        synchronized (degraded) {
            return Collections.unmodifiableMap(new EnumMap<>(degraded));
        }
    }

    private static String name(Function function) {
        return switch (function) {
            case AUDIT -> "the audit of subscriptions";
            case PROBE -> "the end-to-end probe of subscription connections";
            case ROLE -> "noticing that a master was demoted";
            case UNSUBSCRIBE -> "ending subscriptions on the server";
        };
    }

    private static String remedy(Function function) {
        return switch (function) {
            case AUDIT ->
                "grant +client|info, under RESP2 +client|id and +client|list, or set fanfare.audit.interval=0s";
            case PROBE -> "grant the channels <prefix>fanfare:probe:*, or set fanfare.probe.interval=0s";
            case ROLE -> "use RESP3, or set fanfare.audit.interval=0s";
            case UNSUBSCRIBE -> "grant +unsubscribe, +punsubscribe and +sunsubscribe";
        };
    }
}

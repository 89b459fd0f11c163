package io.fanfare.conformance;

import io.fanfare.spi.Connection;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Transport;
import io.fanfare.spi.TransportOptions;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Liars about connections and their end. */
final class ConnectionLiars {
    private ConnectionLiars() {}

    static List<Liar> all(Node home) {
        return List.of(
                Liar.of("connects to any port", () -> new AnyPort(home), "but it connected", "CON-01"),
                Liar.of(
                        "gives every connection the same name",
                        SameName::new,
                        "with the name that was set",
                        "CON-02",
                        "CON-03",
                        "CON-04",
                        "CON-05",
                        "GAP-01",
                        "GAP-02",
                        "POOL-01",
                        "POOL-02",
                        "PUB-04",
                        "CLOSE-01"),
                Liar.of(
                        "keeps closed connections open",
                        StaysOpen::new,
                        "isOpen() to be false after close()",
                        "CON-03",
                        "PUB-05"),
                Liar.of(
                        "reports a loss twice",
                        LossTwice::new,
                        "expected 1 losses reported of one killed connection, saw 2",
                        "CON-04"),
                Liar.of(
                        "never reports a loss",
                        NoLoss::new,
                        "a loss reported after CLIENT KILL",
                        "CON-04",
                        "GAP-01",
                        "GAP-02",
                        "POOL-01"),
                Liar.of(
                        "reports a loss as TIMEOUT",
                        LossAsTimeout::new,
                        "expected a loss as CONNECTION_LOST, saw TIMEOUT",
                        "CON-04",
                        "GAP-01"),
                Liar.of(
                        "leaves a thread when closed",
                        LeavesThread::new,
                        "no thread left after close()",
                        "CON-05",
                        "CLOSE-01"),
                Liar.of("goes on when closed", NeverCloses::new, "but it connected", "CON-05", "CON-06", "CLOSE-01"));
    }

    private static final class AnyPort extends Lie {
        private final Node home;

        AnyPort(Node home) {
            this.home = home;
        }

        @Override
        Node connect(Node node) {
            return home;
        }
    }

    private static final class SameName extends Lie {
        @Override
        TransportOptions options(TransportOptions options) {
            return options.with(TransportOptions.CLIENT_NAME, "same");
        }
    }

    private static final class StaysOpen extends Lie {
        @Override
        void close(Connection connection) {}
    }

    private static final class LossTwice extends Lie {
        @Override
        void onLost(ConnectionListener to, PubSubException cause) {
            to.onLost(cause);
            to.onLost(cause);
        }
    }

    private static final class NoLoss extends Lie {
        @Override
        void onLost(ConnectionListener to, PubSubException cause) {}
    }

    private static final class LossAsTimeout extends Lie {
        @Override
        void onLost(ConnectionListener to, PubSubException cause) {
            to.onLost(new PubSubException(ErrorCode.TIMEOUT, "a lie about " + cause.getMessage(), cause));
        }
    }

    private static final class LeavesThread extends Lie {
        @Override
        void closeTransport(Transport transport) {
            CountDownLatch end = new CountDownLatch(1);
            Thread thread = new Thread(
                    () -> {
                        try {
                            end.await(10, TimeUnit.SECONDS);
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    },
                    "left-behind");
            thread.setDaemon(true);
            thread.start();
            transport.close();
        }
    }

    private static final class NeverCloses extends Lie {
        @Override
        void closeTransport(Transport transport) {}
    }
}

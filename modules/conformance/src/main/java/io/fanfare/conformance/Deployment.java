package io.fanfare.conformance;

import io.fanfare.spi.Capability;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.Endpoint;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import java.util.Arrays;

/** Looks at a deployment before the runs: whether it is reached, what it is and how far away. */
final class Deployment {
    private static final int PINGS = 101;

    private Deployment() {}

    /** Returns the node that rules connect to: the first that the URI names. */
    static Node node(Endpoint endpoint) {
        return endpoint.node(endpoint.seeds().get(0));
    }

    static Server examine(Target target) {
        String uri = Endpoint.parse(target.uri()).toString();
        try (Bench bench = new Bench(target)) {
            bench.publisher();
            bench.client("probe");
            if (!bench.transport().capabilities().contains(Capability.COMMANDS)) {
                return new Server("unknown", "unknown", uri, 0);
            }
            CommandConnection commands = bench.commands();
            ServerInfo info = new ServerInfo(bench.await(commands.call("INFO", "server"), "the answer to INFO"));
            return new Server(info.version(), info.software(), uri, roundTrip(bench, commands));
        } catch (Violation | NotApplicable e) {
            throw new PubSubException(
                    ErrorCode.CONNECT_FAILED,
                    "cannot examine " + uri + " by transport "
                            + target.transport().id() + ": " + e.getMessage()
                            + "; start a server there, or name another with --uri",
                    e);
        }
    }

    private static double roundTrip(Bench bench, CommandConnection commands) {
        double[] micros = new double[PINGS];
        for (int i = 0; i < PINGS; i++) {
            long start = System.nanoTime();
            Reply reply = bench.await(commands.call("PING"), "the answer to PING");
            micros[i] = (System.nanoTime() - start) / 1e3;
            if (reply instanceof Reply.OfError) {
                return 0;
            }
        }
        Arrays.sort(micros);
        return micros[PINGS / 2];
    }
}

package io.fanfare.cli;

import io.fanfare.Providers;
import io.fanfare.conformance.Conformance;
import io.fanfare.conformance.Profile;
import io.fanfare.conformance.Report;
import io.fanfare.conformance.Verdict;
import io.fanfare.embedded.EmbeddedRedis;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code fanfare conformance}. */
@Command(
        name = "conformance",
        header = "Checks that Redis Pub/Sub does what it must, over every transport and codec.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "fanfare conformance [OPTION...]",
        optionListHeading = "%nOptions:%n",
        sortOptions = false,
        footer = {
            "",
            "Runs the contract rules, measures throughput, latency, connections and their reuse, and then lets",
            "the network fail, for each transport with each codec. Without --uri it starts a redis-server of its",
            "own. Faults are made by a proxy in this process, between its own clients and the deployment. It",
            "publishes only on channels of its own, touches no key and changes no setting; Ctrl-C is safe.",
            "",
            "Examples:",
            "  fanfare conformance",
            "  fanfare conformance --quick --transport lettuce --codec json --json out.json",
            "  fanfare conformance --uri rediss://events.example:6379 --profile datacenter \\",
            "                      --yes-load-a-remote-server",
            "",
            "Exit codes: 0 all rules hold, 1 a rule failed, 2 usage, 3 no deployment was reached"
        })
final class ConformanceCommand implements Callable<Integer> {
    private final Console console;

    @ArgGroup(validate = false, heading = "%nWhere:%n", order = 1)
    private Deployment deployment = new Deployment();

    @ArgGroup(validate = false, heading = "%nWhat:%n", order = 2)
    private Selection selection = new Selection();

    @ArgGroup(validate = false, heading = "%nReport:%n", order = 3)
    private Output output = new Output();

    static final class Deployment {
        @Option(
                names = "--uri",
                paramLabel = "URI",
                description = "The deployment: redis://[user:password@]host[:port]; rediss:// is TLS. Without it a"
                        + " redis-server is started.")
        private @Nullable String uri;

        @Option(
                names = "--profile",
                paramLabel = "NAME",
                converter = ProfileConverter.class,
                completionCandidates = ProfileNames.class,
                description = "Whose limits hold: ${COMPLETION-CANDIDATES}. Without it local on this machine, else"
                        + " datacenter.")
        private @Nullable Profile profile;

        @Option(
                names = "--yes-load-a-remote-server",
                description = "Agree that a server on another machine gets thousands of messages a second and more than"
                        + " 100 connections.")
        private boolean mayLoadRemote;
    }

    static final class Selection {
        @Option(
                names = "--transport",
                paramLabel = "ID",
                split = ",",
                description = "These transports; without it all that were found.")
        private List<String> transports = List.of();

        @Option(
                names = "--codec",
                paramLabel = "ID",
                split = ",",
                description = "These codecs, such as auto or json+gzip; without it json and msgpack.")
        private List<String> codecs = List.of();

        @Option(names = "--quick", description = "Shorter measurements; the rules are the same.")
        private boolean quick;
    }

    static final class Output {
        @Option(
                names = "--json",
                paramLabel = "FILE",
                description = "Write everything that was found to FILE, also if something failed.")
        private @Nullable Path json;
    }

    ConformanceCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        ReportFile file = output.json == null ? null : new ReportFile(output.json);
        String problem = file == null ? null : file.problem();
        if (problem == null && deployment.uri != null && !deployment.mayLoadRemote) {
            problem = RemoteLoad.problem(deployment.uri);
        }
        if (problem != null) {
            throw new PubSubException(ErrorCode.CONFIGURATION_INVALID, problem);
        }
        Providers providers = Providers.discover();
        selection.transports.forEach(providers::transport);
        selection.codecs.forEach(providers::codec);
        if (deployment.uri != null) {
            return check(deployment.uri, file);
        }
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            console.out()
                    .println("Started  redis-server " + redis.version() + " (" + redis.origin() + ") on port "
                            + redis.port() + ", for this check only");
            console.out().flush();
            return check(redis.uri(), file);
        }
    }

    private int check(String uri, @Nullable ReportFile file) throws IOException {
        Report report = run(uri);
        if (file != null) {
            file.write(report);
        }
        new ReportText(console).print(report, file == null ? null : file.path());
        return report.verdict() == Verdict.FAILED ? ExitCode.FAILED : ExitCode.OK;
    }

    private Report run(String uri) {
        StepProgress progress = console.terminal()
                ? new LiveProgress(console, System::nanoTime)
                : new PlainProgress(console, System::nanoTime);
        Conformance.Builder builder = Conformance.builder()
                .uri(uri)
                .transports(selection.transports)
                .codecs(selection.codecs)
                .quick(selection.quick)
                .progress(progress);
        if (deployment.profile != null) {
            builder.profile(deployment.profile);
        }
        try {
            Conformance conformance = builder.build();
            progress.headline("Limits   " + limits(conformance.profile()));
            return conformance.run();
        } catch (PubSubException e) {
            throw NotReachedException.of(
                    e, uri, "start a Redis there, name another with --uri, or leave --uri out to have one started");
        } finally {
            progress.end();
        }
    }

    private static String limits(Profile profile) {
        return profile + ": p" + Figures.count(profile.latencyPercentile()) + " at most "
                + profile.latencyLimitMicros() / 1_000 + " ms, at least "
                + Figures.count(profile.minDeliveredPerSecond()) + " msg/s, "
                + Figures.plural(profile.minConnections(), "connection") + " and " + Figures.percent(profile.minReuse())
                + " reuse; nothing lost, doubled or late";
    }

    static final class ProfileNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Profile.values()).map(Profile::toString).iterator();
        }
    }

    static final class ProfileConverter implements ITypeConverter<Profile> {
        @Override
        public Profile convert(String name) {
            return Arrays.stream(Profile.values())
                    .filter(profile -> profile.toString().equals(name.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "there is no profile " + name + "; there are " + String.join(", ", new ProfileNames())));
        }
    }
}

package io.fanfare.conformance;

import io.fanfare.Providers;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.Endpoint;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TransportProvider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a deployment through Fanfare: for each transport and codec every contract rule, and a service-level run. It
 * publishes and subscribes only to channels that begin with {@code fanfare:} and a random text, touches no key and no
 * configuration, and kills no connection but its own.
 */
public final class Conformance {
    private final String uri;
    private final List<Target> targets;
    private final Profile profile;
    private final boolean quick;
    private final LoadPlan plan;
    private final Progress progress;

    private Conformance(Builder builder, String uri, List<Target> targets, Profile profile) {
        this.uri = uri;
        this.targets = targets;
        this.profile = profile;
        this.quick = builder.quick;
        this.plan = builder.plan == null ? LoadPlan.of(builder.quick) : builder.plan;
        this.progress = builder.progress;
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns every rule, in the order of {@code docs/rules.md}; those that are listed there as untested are not among
     * them.
     */
    public static List<Rule> rules() {
        return Stream.of(
                        ContractRules.all().stream().map(CheckedRule::rule),
                        ServiceLevelRules.rules().stream(),
                        FaultRules.all().stream().map(CheckedRule::rule))
                .flatMap(rules -> rules)
                .toList();
    }

    /** Returns what {@link #run} examines, in its order. */
    public List<Pairing> pairings() {
        return targets.stream().map(Target::pairing).toList();
    }

    /** Returns the limits that hold. */
    public Profile profile() {
        return profile;
    }

    /**
     * Examines each pairing, one after the other, and returns when all is done; that takes some 25 seconds for each if
     * quick, and 60 if not. A rule that does not hold is part of the report and not an exception.
     *
     * @throws PubSubException {@link ErrorCode#CONNECT_FAILED} or {@link ErrorCode#AUTHENTICATION_FAILED} if no
     *     deployment is reached
     */
    public Report run() {
        Instant started = Instant.now();
        Server server = Deployment.examine(targets.get(0));
        progress.started(server, pairings());
        List<Run> runs = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            progress.runStarted(i + 1, targets.size(), targets.get(i).pairing());
            Run run = run(targets.get(i));
            runs.add(run);
            progress.runFinished(i + 1, targets.size(), run);
        }
        Verdict verdict = verdict(runs.stream().map(Run::verdict).toList());
        return new Report(verdict, profile.toString(), quick, started, server, Machine.current(), versions(), runs);
    }

    private Run run(Target target) {
        long start = System.nanoTime();
        Pairing pairing = target.pairing();
        List<RuleResult> results = new ArrayList<>();
        RecoveryTimes times = new RecoveryTimes();
        RuleRunner runner = new RuleRunner(target, times);
        check(runner, pairing, "contract", ContractRules.all(), results);
        ServiceLevelRun.Result measured =
                new ServiceLevelRun(target, profile, plan, phase -> progress.phaseStarted(pairing, phase)).run();
        for (RuleResult result : measured.rules()) {
            results.add(result);
            progress.ruleFinished(pairing, result);
        }
        check(runner, pairing, "resilience", FaultRules.all(), results);
        Verdict verdict = verdict(results.stream()
                .filter(result -> result.level() == Level.MUST)
                .map(RuleResult::verdict)
                .toList());
        return new Run(
                pairing.transport(),
                pairing.codec(),
                ServiceLevelRun.POOL,
                ServiceLevelRun.DISPATCHER,
                verdict,
                results,
                measured.figures(),
                times.figures(),
                (System.nanoTime() - start) / 1_000_000);
    }

    private void check(
            RuleRunner runner, Pairing pairing, String phase, List<CheckedRule> rules, List<RuleResult> results) {
        progress.phaseStarted(pairing, phase);
        for (CheckedRule rule : rules) {
            RuleResult result = runner.run(rule);
            results.add(result);
            progress.ruleFinished(pairing, result);
        }
    }

    private static Verdict verdict(List<Verdict> parts) {
        if (parts.contains(Verdict.FAILED)) {
            return Verdict.FAILED;
        }
        return parts.contains(Verdict.PASSED) ? Verdict.PASSED : Verdict.NOT_APPLICABLE;
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        for (Target target : targets) {
            versions.put(
                    "transport " + target.transport().id(),
                    target.transport().availability().detail());
            versions.put(
                    "codec " + target.codec().id(),
                    target.codec().availability().detail());
        }
        return versions;
    }

    /** Returns the URI without the password, and the pairings. */
    @Override
    public String toString() {
        return "conformance of " + Endpoint.parse(uri) + " by " + pairings();
    }

    /** Chooses what is examined. Not thread-safe. */
    public static final class Builder {
        private @Nullable String uri;
        private List<String> transports = List.of();
        private List<String> codecs = List.of();
        private @Nullable Profile profile;
        private boolean quick;
        private @Nullable LoadPlan plan;
        private Progress progress = new Progress() {};

        private Builder() {}

        /** Sets where the deployment is, which is required; see {@link Endpoint#parse}. */
        public Builder uri(String uri) {
            this.uri = uri;
            return this;
        }

        /** Chooses transports by id; an empty list, which is the default, means every one found that reaches Redis. */
        public Builder transports(List<String> ids) {
            this.transports = List.copyOf(ids);
            return this;
        }

        /** Chooses codecs by id; an empty list, which is the default, means {@code json} and {@code msgpack}. */
        public Builder codecs(List<String> ids) {
            this.codecs = List.copyOf(ids);
            return this;
        }

        /**
         * Sets the limits; the default is {@link Profile#LOCAL} for a loopback address or a Unix domain socket, else
         * {@link Profile#DATACENTER}.
         */
        public Builder profile(Profile profile) {
            this.profile = profile;
            return this;
        }

        /** Chooses the short form: the same rules, and shorter measurements. */
        public Builder quick(boolean quick) {
            this.quick = quick;
            return this;
        }

        /** Sets what hears how the run goes on. */
        public Builder progress(Progress progress) {
            this.progress = progress;
            return this;
        }

        Builder plan(LoadPlan plan) {
            this.plan = plan;
            return this;
        }

        /**
         * Finds the plug-ins.
         *
         * @throws PubSubException {@link ErrorCode#CONFIGURATION_INVALID} if the URI is missing or malformed, or
         *     {@link ErrorCode#PROVIDER_NOT_FOUND} if there is no plug-in with an id
         */
        public Conformance build() {
            return build(Providers.discover());
        }

        private Conformance build(Providers providers) {
            String where = uri;
            if (where == null) {
                throw new PubSubException(
                        ErrorCode.CONFIGURATION_INVALID, "no URI is set; call uri(\"redis://host:6379\")");
            }
            Endpoint endpoint = Endpoint.parse(where);
            Node node = Deployment.node(endpoint);
            List<CodecProvider> formats = (codecs.isEmpty() ? List.of("json", "msgpack") : codecs)
                    .stream().map(providers::codec).toList();
            int many = quick ? Target.MANY_CHANNELS_QUICK : Target.MANY_CHANNELS;
            List<Target> targets = new ArrayList<>();
            for (TransportProvider transport : chosen(providers)) {
                for (CodecProvider codec : formats) {
                    targets.add(new Target(where, node, transport, codec, Target.PATIENCE, Target.LIMIT, many));
                }
            }
            Profile limits = profile == null ? Profile.of(node.connect()) : profile;
            return new Conformance(this, where, List.copyOf(targets), limits);
        }

        private List<TransportProvider> chosen(Providers providers) {
            if (!transports.isEmpty()) {
                return transports.stream().map(providers::transport).toList();
            }
            return reachingRedis(providers.transports());
        }

        /** Returns those of some transports that reach Redis, one or more. */
        static List<TransportProvider> reachingRedis(List<TransportProvider> transports) {
            List<TransportProvider> found =
                    transports.stream().filter(TransportProvider::reachesRedis).toList();
            if (found.isEmpty()) {
                throw new PubSubException(
                        ErrorCode.PROVIDER_NOT_FOUND,
                        "no transport that reaches Redis was found; add fanfare-transport-jedis, -lettuce or -redisson");
            }
            return found;
        }
    }
}

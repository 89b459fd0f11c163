package io.fanfare.cli;

import io.fanfare.conformance.Conformance;
import io.fanfare.conformance.Level;
import io.fanfare.conformance.Machine;
import io.fanfare.conformance.Report;
import io.fanfare.conformance.Rule;
import io.fanfare.conformance.RuleResult;
import io.fanfare.conformance.Run;
import io.fanfare.conformance.ServiceLevel;
import io.fanfare.conformance.Verdict;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A conformance report for a person to read. */
final class ReportText {
    private final Console console;
    private final PrintWriter out;

    ReportText(Console console) {
        this.console = console;
        this.out = console.out();
    }

    /**
     * Prints a report.
     *
     * @param file where it was written as JSON; null if it was not
     */
    void print(Report report, @Nullable Path file) {
        out.println();
        table(report.runs()).lines().forEach(out::println);
        out.println();
        findings(report.runs());
        out.println("Profile    " + report.profile() + (report.quick() ? ", quick" : ""));
        out.println("Machine    " + machine(report.machine()));
        report.versions().forEach((plugIn, version) -> out.println("Version    " + plugIn + ": " + version));
        out.println("Generator  " + generator(report.runs()));
        out.println();
        out.println(verdict(report, file));
        out.flush();
    }

    private static Table table(List<Run> runs) {
        Table table = new Table(
                "",
                ">msg/s",
                ">p50 ms",
                ">p99 ms",
                ">lost",
                ">dup",
                ">late",
                ">reuse",
                ">connections",
                ">detect",
                ">resubscribed",
                "verdict");
        for (Run run : runs) {
            ServiceLevel level = run.serviceLevel();
            table.add(
                    run.transport() + "+" + run.codec(),
                    Figures.count(level.deliveredPerSecond()),
                    Figures.millis(level.latencyMicros().p50()),
                    Figures.millis(level.latencyMicros().p99()),
                    Figures.count(level.lost()),
                    Figures.count(level.duplicated()),
                    Figures.count(level.reordered()),
                    Figures.percent(level.reuse()),
                    Figures.count(level.connections()),
                    Figures.time(run.resilience().detectMillis()),
                    Figures.time(run.resilience().resubscribedMillis()),
                    run.verdict().toString());
        }
        return table;
    }

    /** Prints every rule that failed or could not be decided, each once with the runs that it concerns. */
    private void findings(List<Run> runs) {
        boolean any = false;
        for (Rule rule : Conformance.rules()) {
            any |= finding(rule, runs, Verdict.FAILED);
        }
        for (Rule rule : Conformance.rules()) {
            any |= finding(rule, runs, Verdict.NOT_APPLICABLE);
        }
        if (any) {
            out.println();
        }
    }

    private boolean finding(Rule rule, List<Run> runs, Verdict verdict) {
        Map<String, List<String>> runsByMessage = runs.stream()
                .flatMap(run -> run.rules().stream()
                        .filter(result -> result.id().equals(rule.id()) && result.verdict() == verdict)
                        .map(result -> Map.entry(result.message(), run.transport() + "+" + run.codec())))
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey,
                        LinkedHashMap::new,
                        Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
        if (runsByMessage.isEmpty()) {
            return false;
        }
        out.println(mark(verdict) + "  " + rule.id() + "  " + rule.level() + "  " + rule.intent());
        runsByMessage.forEach(
                (message, concerned) -> out.println("  " + String.join(", ", concerned) + ": " + message));
        return true;
    }

    private String mark(Verdict verdict) {
        return verdict == Verdict.FAILED ? console.bad("FAILED") : "n/a   ";
    }

    private static String machine(Machine machine) {
        return machine.java() + "; " + machine.os() + "; " + Figures.plural(machine.cores(), "core") + ", heap of "
                + machine.maxHeapBytes() / (1 << 20) + " MiB";
    }

    private static String generator(List<Run> runs) {
        double slip = runs.stream()
                .mapToDouble(run -> run.serviceLevel().worstSlipMicros())
                .max()
                .orElse(0);
        return "at worst " + Figures.millis(slip) + " ms behind its schedule; the latencies contain that";
    }

    private String verdict(Report report, @Nullable Path file) {
        List<RuleResult> failed = report.runs().stream()
                .flatMap(run -> run.rules().stream())
                .filter(result -> result.verdict() == Verdict.FAILED)
                .toList();
        String written = file == null ? "" : "; wrote " + file;
        String runs = Figures.plural(report.runs().size(), "run");
        if (report.verdict() != Verdict.FAILED) {
            long passed = report.runs().stream()
                    .flatMap(run -> run.rules().stream())
                    .filter(result -> result.verdict() == Verdict.PASSED)
                    .count();
            return console.good("PASSED") + "  " + runs + ", " + Figures.plural(passed, "check")
                    + recommendations(failed) + " in " + Figures.duration(millis(report)) + written;
        }
        long rules = ids(failed.stream().filter(result -> result.level() == Level.MUST));
        long failedRuns = report.runs().stream()
                .filter(run -> run.verdict() == Verdict.FAILED)
                .count();
        return console.bad("FAILED") + "  " + Figures.plural(rules, "rule") + " in " + failedRuns + " of " + runs
                + " in " + Figures.duration(millis(report)) + written + "  (exit " + ExitCode.FAILED + ")";
    }

    private static String recommendations(List<RuleResult> failed) {
        long rules = ids(failed.stream());
        return rules == 0 ? "" : ", " + Figures.plural(rules, "recommendation") + " not kept";
    }

    private static long ids(Stream<RuleResult> results) {
        return results.map(RuleResult::id).distinct().count();
    }

    private static long millis(Report report) {
        return report.runs().stream().mapToLong(Run::millis).sum();
    }
}

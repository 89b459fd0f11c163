package io.fanfare.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Runs checks, each on a thread of its own, so that one that hangs is a failure and not the end. */
final class RuleRunner {
    private final Target target;
    private final RecoveryTimes times;

    RuleRunner(Target target) {
        this(target, new RecoveryTimes());
    }

    RuleRunner(Target target, RecoveryTimes times) {
        this.target = target;
        this.times = times;
    }

    RuleResult run(CheckedRule checked) {
        long start = System.nanoTime();
        Bench bench = new Bench(target, times);
        AtomicReference<Outcome> outcome = new AtomicReference<>();
        Thread thread = new Thread(() -> outcome.set(decide(checked.check(), bench)), "fanfare-conformance-check");
        thread.setDaemon(true);
        thread.start();
        join(thread);
        Outcome decided = outcome.get();
        if (decided == null) {
            decided = new Outcome(
                    Verdict.FAILED,
                    "expected an end within " + target.limit().toSeconds() + " s; still waiting for "
                            + bench.awaiting());
            thread.interrupt();
        }
        Rule rule = checked.rule();
        long millis = (System.nanoTime() - start) / 1_000_000;
        return new RuleResult(rule.id(), rule.level(), decided.verdict(), decided.message(), millis);
    }

    private void join(Thread thread) {
        try {
            thread.join(target.limit().toMillis());
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private static Outcome decide(Check check, Bench bench) {
        Outcome outcome = outcome(() -> check.run(bench));
        Outcome closing = outcome(bench::close);
        if (closing.verdict() == Verdict.PASSED || outcome.verdict() == Verdict.FAILED) {
            return outcome;
        }
        return new Outcome(Verdict.FAILED, "closing what the check opened: " + closing.message());
    }

    private static Outcome outcome(Step step) {
        try {
            step.run();
            return new Outcome(Verdict.PASSED, "");
        } catch (NotApplicable e) {
            return new Outcome(Verdict.NOT_APPLICABLE, e.finding());
        } catch (Violation e) {
            return new Outcome(Verdict.FAILED, e.finding());
        } catch (Exception | LinkageError | AssertionError e) {
            return new Outcome(Verdict.FAILED, "unexpected failure: " + chain(e));
        }
    }

    private static String chain(Throwable failure) {
        List<String> links = new ArrayList<>();
        for (Throwable link = failure; link != null && links.size() < 5; link = link.getCause()) {
            links.add(link.getMessage() == null ? link.toString() : link.getMessage());
        }
        return String.join("; caused by ", links);
    }

    private record Outcome(Verdict verdict, String message) {}

    @FunctionalInterface
    private interface Step {
        void run() throws Exception;
    }
}

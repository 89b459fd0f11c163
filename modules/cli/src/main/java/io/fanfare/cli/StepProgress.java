package io.fanfare.cli;

import io.fanfare.conformance.Pairing;
import io.fanfare.conformance.Progress;
import io.fanfare.conformance.RuleResult;
import io.fanfare.conformance.Run;
import io.fanfare.conformance.Server;
import io.fanfare.conformance.Verdict;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.LongSupplier;

/** Follows a conformance run step by step: the contract, the service level and the resilience of each pairing. */
abstract class StepProgress implements Progress {
    private static final String CONTRACT = "contract";
    private static final String SERVICE_LEVEL = "service level";
    private static final String RESILIENCE = "resilience";

    private final LongSupplier nanoTime;
    private int pairingWidth;
    private String run = "";
    private String step = "";
    private long stepStart;
    private Tally tally = new Tally(0, 0, 0);

    /** How many rules were decided, by verdict. */
    private record Tally(int passed, int failed, int notApplicable) {
        Tally plus(Verdict verdict) {
            return new Tally(
                    passed + (verdict == Verdict.PASSED ? 1 : 0),
                    failed + (verdict == Verdict.FAILED ? 1 : 0),
                    notApplicable + (verdict == Verdict.NOT_APPLICABLE ? 1 : 0));
        }

        @Override
        public String toString() {
            StringJoiner text = new StringJoiner("  ");
            if (passed > 0) {
                text.add(passed + " passed");
            }
            if (failed > 0) {
                text.add(failed + " FAILED");
            }
            if (notApplicable > 0) {
                text.add(notApplicable + " n/a");
            }
            return text.toString();
        }
    }

    StepProgress(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A line about the whole check is known. */
    abstract void headline(String line);

    /** What is going on has changed. */
    abstract void stepChanged(String line);

    /** A step has ended. */
    abstract void stepFinished(String line);

    /** Nothing more will be told; other lines follow. */
    abstract void end();

    @Override
    public void started(Server server, List<Pairing> pairings) {
        pairingWidth = pairings.stream()
                .mapToInt(pairing -> pairing.toString().length())
                .max()
                .orElse(0);
        headline("Server   " + server.software() + " " + server.version() + " at " + server.uri() + ", round trip "
                + Figures.millis(server.roundTripMicros()) + " ms");
    }

    @Override
    public void runStarted(int index, int count, Pairing pairing) {
        run = "[" + index + "/" + count + "] " + padded(pairing.toString(), pairingWidth) + "  ";
    }

    @Override
    public void phaseStarted(Pairing pairing, String phase) {
        String next = phase.equals(CONTRACT) || phase.equals(RESILIENCE) ? phase : SERVICE_LEVEL;
        if (!next.equals(step)) {
            finishStep();
            step = next;
            stepStart = nanoTime.getAsLong();
            tally = new Tally(0, 0, 0);
        }
        stepChanged(beginning() + (phase.equals(step) ? "" : phase + " ") + "...");
    }

    @Override
    public void ruleFinished(Pairing pairing, RuleResult result) {
        tally = tally.plus(result.verdict());
        stepChanged(beginning() + tally + " ...");
    }

    @Override
    public void runFinished(int index, int count, Run finished) {
        finishStep();
    }

    private void finishStep() {
        if (step.isEmpty()) {
            return;
        }
        long millis = (nanoTime.getAsLong() - stepStart) / 1_000_000;
        stepFinished(beginning() + padded(tally.toString(), 28) + String.format("%8s", Figures.duration(millis)));
        step = "";
    }

    private String beginning() {
        return run + padded(step, SERVICE_LEVEL.length()) + "  ";
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}

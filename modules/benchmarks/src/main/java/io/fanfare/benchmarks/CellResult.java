package io.fanfare.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The rounds of one workload with payloads of one size, over one library. */
final class CellResult {
    private final Library library;
    private final Workload workload;
    private final int length;
    private final Map<Form, List<Round>> rounds = new EnumMap<>(Form.class);

    CellResult(Library library, Workload workload, int length) {
        this.library = library;
        this.workload = workload;
        this.length = length;
    }

    void add(Form form, Round round) {
        rounds.computeIfAbsent(form, first -> new ArrayList<>()).add(round);
    }

    Library library() {
        return library;
    }

    Workload workload() {
        return workload;
    }

    int length() {
        return length;
    }

    List<Form> forms() {
        return List.copyOf(rounds.keySet());
    }

    List<Round> rounds(Form form) {
        return Collections.unmodifiableList(rounds.getOrDefault(form, List.of()));
    }

    /** Returns the median of a figure. */
    double median(Form form, ToDoubleFunction<Figures> figure) {
        return Interval.of(rounds(form).stream()
                        .map(Round::figures)
                        .mapToDouble(figure)
                        .toArray())
                .median();
    }

    /** Returns a figure of one form through that of another, paired by rounds. */
    Interval ratio(Form form, Form base, ToDoubleFunction<Figures> figure) {
        List<Round> above = rounds(form);
        List<Round> below = rounds(base);
        double[] ratios = new double[Math.min(above.size(), below.size())];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = figure.applyAsDouble(above.get(i).figures())
                    / figure.applyAsDouble(below.get(i).figures());
        }
        return Interval.of(ratios);
    }

    boolean hasPair(Form form, Form base) {
        return form != base && !rounds(form).isEmpty() && !rounds(base).isEmpty();
    }

    /** Returns what the median of most rounds found to be busy besides. */
    double foreign() {
        return Interval.of(rounds.values().stream()
                        .flatMap(List::stream)
                        .mapToDouble(Round::foreign)
                        .toArray())
                .median();
    }

    long sum(Form form, ToDoubleFunction<Figures> figure) {
        return (long)
                rounds(form).stream().map(Round::figures).mapToDouble(figure).sum();
    }

    /** Tells why a contender failed the cell; empty if it did not. */
    String failure(Form form) {
        long lost = sum(form, Figures::lost);
        long duplicates = sum(form, Figures::duplicates);
        long late = sum(form, Figures::late);
        boolean disorder = late > 0 && !new Contender(library, form).mayReorder();
        return lost > 0 || duplicates > 0 || disorder
                ? lost + " lost, " + duplicates + " duplicates, " + late + " late"
                : "";
    }

    boolean failed() {
        return rounds.keySet().stream().anyMatch(form -> !failure(form).isEmpty());
    }

    @Override
    public String toString() {
        return library.id() + " " + workload + (workload.kind == Workload.Kind.CONNECT ? "" : " " + length + " B");
    }
}

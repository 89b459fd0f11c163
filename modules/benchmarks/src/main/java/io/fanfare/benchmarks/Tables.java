package io.fanfare.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The results of a comparison as Markdown. */
final class Tables {
    private static final double MICRO = 1_000;

    private final List<CellResult> cells;

    Tables(List<CellResult> cells) {
        this.cells = List.copyOf(cells);
    }

    /** Returns the tables of all libraries. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (Library library : Library.values()) {
            List<CellResult> own =
                    cells.stream().filter(cell -> cell.library() == library).toList();
            if (!own.isEmpty()) {
                text.append("### ").append(library.id()).append(' ').append(library.version());
                text.append("\n\n");
                throughput(of(own, Workload.Kind.THROUGHPUT), text);
                List<CellResult> latencies = new ArrayList<>(of(own, Workload.Kind.OPEN_LOOP));
                latencies.addAll(of(own, Workload.Kind.PING_PONG));
                latency(latencies, text);
                leases(of(own, Workload.Kind.CONNECT), text);
                shortfalls(own, text);
            }
        }
        return text.toString();
    }

    private static List<CellResult> of(List<CellResult> cells, Workload.Kind kind) {
        return cells.stream().filter(cell -> cell.workload().kind == kind).toList();
    }

    private static void throughput(List<CellResult> cells, StringBuilder text) {
        if (cells.isEmpty()) {
            return;
        }
        text.append("""
                | workload | contender | thousand msg/s | ÷ raw | ÷ documented | CPU ns/msg | CPU ÷ raw | allocated B/msg | busy besides | faults |
                |---|---|---|---|---|---|---|---|---|---|
                """);
        for (CellResult cell : cells) {
            for (Form form : cell.forms()) {
                row(
                        text,
                        cell.workload() + " " + cell.length() + " B",
                        form.title,
                        number("%,.0f", cell.median(form, Figures::perSecond) / 1_000),
                        ratio(cell, form, Form.RAW, Figures::perSecond),
                        documented(cell, form),
                        number("%,.0f", cell.median(form, Figures::cpuPerMessage)),
                        ratio(cell, form, Form.RAW, Figures::cpuPerMessage),
                        number("%,.0f", cell.median(form, Figures::allocatedPerMessage)),
                        number("%.2f", cell.foreign()),
                        faults(cell, form));
            }
        }
        text.append('\n');
    }

    private static void latency(List<CellResult> cells, StringBuilder text) {
        if (cells.isEmpty()) {
            return;
        }
        text.append("""
                | workload | contender | p50 µs | p99 µs | p50 ÷ raw | p99 ÷ raw | busy besides | faults |
                |---|---|---|---|---|---|---|---|
                """);
        for (CellResult cell : cells) {
            for (Form form : cell.forms()) {
                row(
                        text,
                        cell.workload() + " " + cell.length() + " B",
                        form.title,
                        number("%,.0f", cell.median(form, Figures::p50) / MICRO),
                        number("%,.0f", cell.median(form, Figures::p99) / MICRO),
                        ratio(cell, form, Form.RAW, Figures::p50),
                        ratio(cell, form, Form.RAW, Figures::p99),
                        number("%.2f", cell.foreign()),
                        faults(cell, form));
            }
        }
        text.append('\n');
    }

    private static void leases(List<CellResult> cells, StringBuilder text) {
        if (cells.isEmpty()) {
            return;
        }
        text.append("""
                | W7 | had after µs, p50 | p99 | with a PING µs, p50 | p99 | reuse | busy besides |
                |---|---|---|---|---|---|---|
                """);
        for (CellResult cell : cells) {
            for (Form form : cell.forms()) {
                boolean leased = form.isFanfare();
                double reuse = Interval.of(cell.rounds(form).stream()
                                .mapToDouble(Round::reuse)
                                .toArray())
                        .median();
                row(
                        text,
                        form.title + (leased ? ": lease" : ": connect"),
                        number("%,.1f", cell.median(form, Figures::p50) / MICRO),
                        number("%,.1f", cell.median(form, Figures::p99) / MICRO),
                        number("%,.0f", cell.median(form, Figures::useP50) / MICRO),
                        number("%,.0f", cell.median(form, Figures::useP99) / MICRO),
                        leased ? number("%.4f", reuse) : "",
                        number("%.2f", cell.foreign()));
            }
        }
        text.append('\n');
    }

    private static void shortfalls(List<CellResult> cells, StringBuilder text) {
        List<String> found = new ArrayList<>();
        for (CellResult cell : cells) {
            boolean connects = cell.workload().kind == Workload.Kind.CONNECT;
            if (connects || !cell.hasPair(Form.PLAIN, Form.RAW)) {
                continue;
            }
            if (cell.workload().measuresLatency()) {
                Interval p99 = cell.ratio(Form.PLAIN, Form.RAW, Figures::p99);
                note(found, p99.median() > 1.5, cell + ": p99 " + shown(p99) + " × raw, wanted ≤ 1.5");
            } else {
                Interval rate = cell.ratio(Form.PLAIN, Form.RAW, Figures::perSecond);
                Interval cpu = cell.ratio(Form.PLAIN, Form.RAW, Figures::cpuPerMessage);
                note(found, rate.median() < 0.95, cell + ": " + shown(rate) + " of raw, wanted ≥ 0.95");
                note(found, cpu.median() > 1.1, cell + ": CPU " + shown(cpu) + " × raw, wanted ≤ 1.10");
            }
        }
        text.append(found.isEmpty() ? "Every target is met.\n\n" : "Short of a target:\n\n");
        found.forEach(line -> text.append("- ").append(line).append('\n'));
        text.append(found.isEmpty() ? "" : "\n");
    }

    private static void note(List<String> found, boolean missed, String line) {
        if (missed) {
            found.add(line);
        }
    }

    private static String documented(CellResult cell, Form form) {
        return form.isFanfare() ? ratio(cell, form, Form.DOCUMENTED, Figures::perSecond) : "";
    }

    private static String ratio(CellResult cell, Form form, Form base, ToDoubleFunction<Figures> figure) {
        return cell.hasPair(form, base) ? shown(cell.ratio(form, base, figure)) : "";
    }

    private static String shown(Interval ratio) {
        String text = number("%.2f", ratio.median()) + " (" + number("%.2f", ratio.low()) + " to "
                + number("%.2f", ratio.high()) + ")";
        return ratio.covers() ? text : text + "*";
    }

    private static String faults(CellResult cell, Form form) {
        String failure = cell.failure(form);
        if (!failure.isEmpty()) {
            return "FAILED: " + failure;
        }
        long late = cell.sum(form, Figures::late);
        return late > 0 ? late + " late" : "";
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    private static void row(StringBuilder text, String... cells) {
        text.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}

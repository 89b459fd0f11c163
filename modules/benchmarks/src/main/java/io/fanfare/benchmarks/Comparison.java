package io.fanfare.benchmarks;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Measures contenders in turns: in each cell every contender is set up, warmed up and then measured once a round, in
 * random order, one at a time, the others idle. After {@link Plan#roundsPerJvm} rounds of a cell, all go on in new
 * JVMs.
 */
final class Comparison {
    private static final double WIDE = 0.05;

    private final Plan plan;
    private final Server server;
    private final Consumer<CellResult> finished;
    private final Random random;

    /**
     * Creates a comparison.
     *
     * @param finished hears of each cell when it is complete
     */
    Comparison(Plan plan, Server server, Consumer<CellResult> finished) {
        this.plan = plan;
        this.server = server;
        this.finished = finished;
        this.random = new Random(plan.seed());
    }

    List<CellResult> run() throws InterruptedException {
        List<CellResult> results = new ArrayList<>();
        for (Library library : plan.libraries()) {
            run(library, results);
        }
        return results;
    }

    private void run(Library library, List<CellResult> results) throws InterruptedException {
        List<ContenderProcess> contenders = new ArrayList<>();
        try {
            startAnew(library, contenders);
            for (Workload workload : plan.workloads()) {
                boolean hasPayload = workload.kind != Workload.Kind.CONNECT;
                for (int length : hasPayload ? plan.payloads() : List.of(0)) {
                    CellResult result = cell(library, contenders, workload, length);
                    results.add(result);
                    finished.accept(result);
                }
            }
        } finally {
            contenders.forEach(ContenderProcess::close);
        }
    }

    /** Ends the JVMs of contenders, if there are some, and starts others. */
    private void startAnew(Library library, List<ContenderProcess> contenders) {
        contenders.forEach(ContenderProcess::close);
        contenders.clear();
        for (Form form : plan.forms()) {
            contenders.add(start(new Contender(library, form)));
        }
    }

    private ContenderProcess start(Contender contender) {
        Plant plant = contender.form() == Form.PLAIN ? plan.plant() : Plant.NONE;
        String classPath = contender.form() == Form.OTHER ? plan.other() : System.getProperty("java.class.path");
        return new ContenderProcess(contender, plant, server.host(), server.port(), plan.jvmOptions(), classPath);
    }

    private CellResult cell(Library library, List<ContenderProcess> contenders, Workload workload, int length)
            throws InterruptedException {
        CellResult result = new CellResult(library, workload, length);
        open(contenders, workload, length);
        List<ContenderProcess> order = new ArrayList<>(contenders);
        for (int round = 0; round < plan.rounds() || (round < plan.maxRounds() && isWide(result)); round++) {
            if (round > 0 && round % plan.roundsPerJvm() == 0) {
                startAnew(library, contenders);
                open(contenders, workload, length);
                order = new ArrayList<>(contenders);
            }
            Collections.shuffle(order, random);
            for (ContenderProcess contender : order) {
                result.add(contender.contender().form(), measure(contender, workload));
            }
        }
        for (ContenderProcess contender : contenders) {
            contender.closeCell();
        }
        return result;
    }

    private void open(List<ContenderProcess> contenders, Workload workload, int length) throws InterruptedException {
        for (ContenderProcess contender : contenders) {
            contender.open(workload, length, random.nextLong());
            for (int i = 0; i < plan.warmUps(); i++) {
                Figures unused = contender.run(plan.millis());
            }
        }
    }

    private static boolean isWide(CellResult result) {
        return result.workload().kind == Workload.Kind.THROUGHPUT
                && result.hasPair(Form.PLAIN, Form.RAW)
                && result.ratio(Form.PLAIN, Form.RAW, Figures::perSecond).halfWidth() > WIDE;
    }

    private Round measure(ContenderProcess contender, Workload workload) throws InterruptedException {
        long publishes = server.publishes();
        long connections = server.connections();
        MachineLoad load = MachineLoad.now(server.pid());
        Figures figures = contender.run(plan.millis());
        double foreign = load.foreign(server.pid(), figures);
        if (workload.kind == Workload.Kind.CONNECT) {
            long opened = server.connections() - connections;
            return new Round(figures, foreign, 1 - (double) opened / Math.max(1, figures.done()));
        }
        if (workload.connections == 0) {
            // nobody receives, so that the server's count is the only witness
            long excess = server.publishes() - publishes - figures.sent();
            figures = figures.with(Math.max(0, -excess), Math.max(0, excess));
        }
        return new Round(figures, foreign, 0);
    }
}

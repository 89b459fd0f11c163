package io.fanfare.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Comparisons of a few milliseconds for each cell, over a real server and in real JVMs. */
class ComparisonTest {
    private static Server server;

    @BeforeAll
    static void start() {
        server = new Server();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Library.class)
    void everyContenderRunsEveryWorkload(Library library) throws Exception {
        List<CellResult> cells = compare(library, List.of(Workload.values()), List.of(Form.values()), Plant.NONE);

        assertThat(cells).hasSize(Workload.values().length);
        assertThat(cells).allSatisfy(cell -> {
            assertThat(cell.forms()).as("%s", cell).isEqualTo(List.copyOf(EnumSet.allOf(Form.class)));
            for (Form form : Form.values()) {
                assertThat(cell.failure(form)).as("%s of %s", cell, form).isEmpty();
                assertThat(cell.median(form, Figures::perSecond))
                        .as("%s of %s", cell, form)
                        .isPositive();
            }
        });
        assertThat(new Tables(cells).text())
                .contains("### " + library.id() + " " + library.version())
                .contains("| W1 100 B | raw, fastest |", "| W4 100 B | Fanfare, plain |", "| Fanfare, plain: lease |");
    }

    @ParameterizedTest
    @EnumSource(value = Plant.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void aFaultyContenderFailsItsCell(Plant plant) throws Exception {
        List<CellResult> cells = compare(Library.JEDIS, List.of(Workload.W1, Workload.W2), List.of(Form.PLAIN), plant);

        String failure = switch (plant) {
            case LOSS -> "1 lost, 0 duplicates, 0 late";
            case DUPLICATE -> "0 lost, 1 duplicates, 0 late";
            default -> "0 lost, 0 duplicates, 1 late";
        };
        // the server counts what nobody receives, and sees no order
        assertThat(cells.get(0).failure(Form.PLAIN)).isEqualTo(plant == Plant.DISORDER ? "" : failure);
        assertThat(cells.get(1).failure(Form.PLAIN)).isEqualTo(failure);
        assertThat(cells.get(1).failed()).isTrue();
        assertThat(new Tables(cells).text()).contains("FAILED: " + failure);
    }

    @Test
    void contendersGoOnInNewJvms(@TempDir Path logs) throws Exception {
        Plan plan = new Plan(
                List.of(Library.JEDIS),
                List.of(Workload.W2),
                List.of(100),
                List.of(Form.PLAIN),
                5,
                5,
                2,
                5,
                0,
                1,
                Plant.NONE,
                System.getProperty("java.class.path"),
                List.of("-XX:TieredStopAtLevel=1", "-Xlog:gc:file=" + logs.resolve("%p.log")));

        List<CellResult> cells = new Comparison(plan, server, cell -> {}).run();

        assertThat(cells)
                .singleElement()
                .satisfies(cell -> assertThat(cell.rounds(Form.PLAIN)).hasSize(5));
        try (Stream<Path> files = Files.list(logs)) {
            assertThat(files).hasSize(3);
        }
    }

    private static List<CellResult> compare(Library library, List<Workload> workloads, List<Form> forms, Plant plant)
            throws InterruptedException {
        Plan plan = new Plan(
                List.of(library),
                workloads,
                List.of(100),
                forms,
                1,
                1,
                1,
                5,
                0,
                1,
                plant,
                System.getProperty("java.class.path"),
                List.of("-XX:TieredStopAtLevel=1"));
        List<CellResult> finished = new ArrayList<>();
        List<CellResult> results = new Comparison(plan, server, finished::add).run();
        assertThat(finished).isEqualTo(results);
        return results;
    }
}

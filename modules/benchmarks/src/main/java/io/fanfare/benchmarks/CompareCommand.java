package io.fanfare.benchmarks;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

@Command(
        name = "compare",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = {
            "Compares Fanfare with the clients as they are, in paired rounds.",
            "Exit code 1 if a cell has loss, duplicates or disorder."
        })
final class CompareCommand implements Callable<Integer> {
    @Option(names = "--clients", split = ",", defaultValue = "jedis,lettuce,redisson", description = "client libraries")
    private List<Library> libraries = List.of();

    @Option(names = "--workloads", split = ",", defaultValue = "W1,W2,W3,W6,W4,W5,W7", description = "W1 to W7")
    private List<Workload> workloads = List.of();

    @Option(names = "--payloads", split = ",", defaultValue = "100,1024", description = "bytes, at least 20")
    private List<Integer> payloads = List.of();

    @Option(
            names = "--contenders",
            split = ",",
            defaultValue = "raw,control,documented,plain,stage",
            description = "${COMPLETION-CANDIDATES}")
    private List<Form> forms = List.of();

    @Option(names = "--rounds", defaultValue = "15", description = "paired rounds of each cell")
    private int rounds;

    @Option(
            names = "--max-rounds",
            defaultValue = "30",
            description = "go on to so many while the interval of plain ÷ raw is wider than ± 0.05")
    private int maxRounds;

    @Option(
            names = "--rounds-per-jvm",
            paramLabel = "N",
            showDefaultValue = Help.Visibility.NEVER,
            description = "start the contenders' JVMs anew after N rounds of a cell; never within a cell if not set")
    private int roundsPerJvm = Integer.MAX_VALUE;

    @Option(names = "--seconds", defaultValue = "1", description = "length of one measurement")
    private double seconds;

    @Option(names = "--warm-ups", defaultValue = "3", description = "measurements of each contender, not counted")
    private int warmUps;

    @Option(
            names = "--seed",
            description = "of the order within rounds; a new one if not set",
            showDefaultValue = Help.Visibility.NEVER)
    private @Nullable Long seed;

    @Option(
            names = "--jvm",
            split = " ",
            defaultValue = "-Xms512m -Xmx512m",
            description = "options of each contender's JVM")
    private List<String> jvmOptions = List.of();

    @Option(
            names = "--markdown",
            paramLabel = "FILE",
            description = "replaces the part of FILE between its table marks")
    private @Nullable Path markdown;

    @Option(
            names = "--other",
            paramLabel = "CLASSPATH",
            showDefaultValue = Help.Visibility.NEVER,
            description =
                    "class path of the contender other: another build's modules/benchmarks/target/benchmarks/lib/*")
    private String other = System.getProperty("java.class.path");

    @Option(names = "--plant", defaultValue = "none", hidden = true)
    private Plant plant = Plant.NONE;

    @Override
    public Integer call() throws Exception {
        if (markdown != null) {
            new MarkedFile(markdown).check();
        }
        long used = seed != null ? seed : System.nanoTime();
        Plan plan = new Plan(
                libraries,
                workloads,
                payloads,
                forms,
                rounds,
                Math.max(rounds, maxRounds),
                Math.max(1, roundsPerJvm),
                Math.round(seconds * 1_000),
                warmUps,
                used,
                plant,
                other,
                jvmOptions);
        PrintStream out = System.out;
        try (Server server = new Server()) {
            String head = Environment.text(server) + " Seed " + used + ", " + rounds + " to " + plan.maxRounds()
                    + " rounds of " + seconds + " s, "
                    + (roundsPerJvm < maxRounds ? "new JVMs after " + roundsPerJvm + ", " : "") + warmUps
                    + " warm-ups, JVM options "
                    + String.join(" ", jvmOptions) + ".";
            out.println(head + "\n");
            List<CellResult> cells = new Comparison(plan, server, cell -> {
                        out.println(new Tables(List.of(cell)).text());
                        out.flush();
                    })
                    .run();
            if (markdown != null) {
                new MarkedFile(markdown).replace(head + "\n\n" + new Tables(cells).text());
            }
            return cells.stream().anyMatch(CellResult::failed) ? 1 : 0;
        }
    }
}

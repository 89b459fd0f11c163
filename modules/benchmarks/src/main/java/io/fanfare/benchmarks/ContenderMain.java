package io.fanfare.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.HostAndPort;

/**
 * The JVM of one contender. It reads commands from its standard input and answers each with one line, {@code ok} and
 * what was asked for or {@code failed} and the reason; it ends with its input.
 */
final class ContenderMain {
    private final Library library;
    private final Form form;
    private final Plant plant;
    private final String host;
    private final int port;
    private @Nullable Client client;
    private @Nullable Cell cell;
    private @Nullable LeaseRun leases;

    private ContenderMain(String[] arguments) {
        this.library = Library.valueOf(arguments[0]);
        this.form = Form.valueOf(arguments[1]);
        this.plant = Plant.valueOf(arguments[2]);
        this.host = arguments[3];
        this.port = Integer.parseInt(arguments[4]);
    }

    /** Arguments: library, form, plant, host, port. */
    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        // whatever a library prints is no answer
        System.setOut(System.err);
        ContenderMain contender = new ContenderMain(arguments);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            answers.println(contender.answer(line.split(" ", -1)));
            answers.flush();
        }
        System.exit(0);
    }

    private String answer(String[] command) {
        try {
            switch (command[0]) {
                case "open" ->
                    open(Workload.valueOf(command[1]), Integer.parseInt(command[2]), Long.parseLong(command[3]));
                case "run" -> {
                    return "ok " + run(Long.parseLong(command[1])).line();
                }
                case "close" -> close();
                default -> throw new IllegalArgumentException("no such command: " + command[0]);
            }
            return "ok";
        } catch (Exception e) {
            e.printStackTrace();
            return "failed " + e.toString().replaceAll("\\s+", " ");
        }
    }

    private void open(Workload workload, int length, long seed) throws Exception {
        Client opened = create(workload);
        client = opened;
        if (workload.kind == Workload.Kind.CONNECT) {
            leases = new LeaseRun(opened.leasing());
        } else {
            cell = new Cell(workload, length, seed, plant, form, opened);
        }
    }

    private Client create(Workload workload) {
        String uri = "redis://" + host + ":" + port;
        if (form.isFanfare()) {
            return new FanfareClient(library, uri, form, workload);
        }
        return switch (library) {
            case JEDIS -> new JedisClient(new HostAndPort(host, port), form);
            case LETTUCE -> new LettuceClient(uri, form);
            case REDISSON -> new RedissonContender(uri, form, workload);
        };
    }

    private Figures run(long millis) throws Exception {
        long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
        if (leases != null) {
            return leases.run(nanos);
        }
        if (cell != null) {
            return cell.run(nanos);
        }
        throw new IllegalStateException("nothing is open");
    }

    private void close() throws Exception {
        Client opened = client;
        client = null;
        cell = null;
        leases = null;
        if (opened != null) {
            opened.close();
        }
    }
}

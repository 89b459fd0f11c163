package io.fanfare.integration.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.fanfare.Providers;
import io.fanfare.spi.Codec;
import io.fanfare.spi.DecodeException;
import io.fanfare.spi.Payload;
import io.fanfare.spi.TypeRef;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever bytes come, decoding ends: in a value or in one exception, soon, and at a cost that the payload paid for.
 */
class FuzzIT {
    private static final long SEED = Long.getLong("fanfare.fuzz.seed", 20_261_123);
    private static final int INPUTS = Integer.getInteger("fanfare.fuzz.inputs", 1_000_000);
    private static final int THREADS = 2;
    private static final Duration LONGEST_DECODE = Duration.ofSeconds(10);
    private static final int FEW_KIB = 32 << 10;

    @Test
    void everyInputEndsInAValueOrOneException() throws Exception {
        long start = System.nanoTime();
        Map<String, FuzzTally> tallies = new LinkedHashMap<>();
        for (String id : Formats.PLAIN) {
            tallies.put(id, fuzz(id, INPUTS / Formats.PLAIN.size()));
        }
        long inputs = tallies.values().stream().mapToLong(FuzzTally::inputs).sum();
        System.out.printf(
                "fuzzer: %,d inputs in %.1f s, -Dfanfare.fuzz.seed=%d%n",
                inputs, (System.nanoTime() - start) / 1e9, SEED);
        tallies.values().forEach(System.out::println);
        List<String> findings = tallies.values().stream()
                .flatMap(tally -> tally.findings.stream())
                .toList();
        assertThat(findings)
                .as("wrong, with -Dfanfare.fuzz.seed=%d -Dfanfare.fuzz.inputs=%d", SEED, INPUTS)
                .isEmpty();
        assertThat(inputs).isGreaterThanOrEqualTo(INPUTS - Formats.PLAIN.size() * THREADS);
        tallies.forEach((id, tally) -> {
            assertThat(tally.decoded).as("%s that is decoded", id).isGreaterThan(tally.inputs() / 50);
            assertThat(tally.refused).as("%s that is refused", id).isGreaterThan(tally.inputs() / 5);
            assertThat(tally.located).as("refusals of %s with an offset", id).isGreaterThan(tally.refused / 2);
        });
    }

    private static FuzzTally fuzz(String id, int inputs) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, run -> {
            Thread thread = new Thread(run, "fanfare-fuzz-" + id);
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<FuzzStream> streams = new ArrayList<>();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                FuzzStream stream = new FuzzStream(id, SEED * 31 + i);
                streams.add(stream);
                running.add(threads.submit(() -> stream.run(inputs / THREADS)));
            }
            FuzzTally all = new FuzzTally(id);
            for (int i = 0; i < THREADS; i++) {
                await(running.get(i), streams);
                all.add(streams.get(i).tally);
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Waits for the end of one stream, and fails when any of them is at one input for too long. */
    private static void await(Future<?> running, List<FuzzStream> streams) throws Exception {
        while (true) {
            try {
                running.get(1, TimeUnit.SECONDS);
                return;
            } catch (TimeoutException e) {
                streams.forEach(stream -> assertThat(stream.stuckFor(LONGEST_DECODE))
                        .as("input that was not done after %s", LONGEST_DECODE)
                        .isEmpty());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c67fffffff",
                "c6ffffffff",
                "db7fffffff",
                "dbffffffff",
                "dd7fffffff",
                "ddffffffff",
                "df7fffffff",
                "df3fffffff",
                "dfffffffff",
                "c97fffffff01",
                "c9ffffffffff",
                "c5ffff",
                "daffff",
                "dcffff",
                "deffff",
                "91dd7fffffff",
                "81a161db7fffffff",
                "81dd7fffffff"
            })
    void whatAHeaderAnnouncesCostsNothing(String hex) {
        Payload payload = Payload.of(Corpus.hex(hex));
        for (TypeRef<?> type : Declared.all()) {
            Codec<?> codec = Formats.provider("msgpack").codec(type);
            assertThat(allocatedToRefuse(codec, payload))
                    .as("bytes to refuse as %s", type)
                    .isLessThan(FEW_KIB);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e999999999",
                "-1e999999999",
                "1e-999999999",
                "1E2147483648",
                "[1e999999999]",
                "{\"id\":1e999999999}",
                "{\"decimal\":1e999999999,\"integer\":1e999999999}"
            })
    void whatAnExponentAnnouncesCostsNothing(String text) {
        Payload payload = Payload.of(text.getBytes(StandardCharsets.UTF_8));
        for (TypeRef<?> type : Declared.all()) {
            Codec<?> codec = Formats.provider("json").codec(type);
            assertThat(allocated(codec, payload))
                    .as("bytes to decode as %s", type)
                    .isLessThan(2 * FEW_KIB);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "msgpack"})
    void aMillionLevelsCostNoMoreThanTheirBytes(String id) {
        byte[] opened = new byte[1 << 20];
        Arrays.fill(opened, id.equals("json") ? (byte) '[' : (byte) 0x91);
        Codec<?> tree = Formats.provider(id).codec(Declared.TREE);
        assertThat(allocatedToRefuse(tree, Payload.of(opened))).isLessThan(8L * opened.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "msgpack", "auto", "typed", "json+gzip"})
    void tellingWhatAPayloadLooksLikeCostsNothingForItsBytes(String id) {
        byte[] none = new byte[8 << 20];
        Arrays.fill(none, (byte) 'x');
        Codec<?> tree = Providers.discover().codec(id).codec(Declared.TREE);
        assertThat(allocatedToRefuse(tree, Payload.of(none))).isLessThan(64L << 10);
    }

    private static long allocatedToRefuse(Codec<?> codec, Payload payload) {
        long least = allocated(codec, payload);
        try {
            Object value = codec.decode(payload);
            throw new AssertionError("decoded to " + value);
        } catch (DecodeException e) {
            return least;
        }
    }

    /** Returns the least that one decode allocated: what it allocates only once is not of this payload. */
    private static long allocated(Codec<?> codec, Payload payload) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 20; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            decodeOrRefuse(codec, payload);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    private static void decodeOrRefuse(Codec<?> codec, Payload payload) {
        try {
            assertThat((Object) codec.decode(payload)).isNotNull();
        } catch (DecodeException e) {
            assertThat(e.codec()).isNotEmpty();
        }
    }
}

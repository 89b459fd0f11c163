package io.fanfare.integration.codec;

import com.sun.management.ThreadMXBean;
import io.fanfare.spi.Codec;
import io.fanfare.spi.CodecProvider;
import io.fanfare.spi.DecodeException;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.TypeRef;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One thread's inputs for one codec: made from one seed, decoded one after the other, and judged. */
final class FuzzStream {
    /** What decoding may allocate for each byte: an empty element of a list of records is one or two. */
    private static final long ALLOCATED_PER_BYTE = 512;

    /**
     * What decoding may allocate besides, by codec: buffers, and for JSON the parser's table of names when it grows.
     */
    private static final Map<String, Long> ALLOCATED_AT_ALL = Map.of("json", 512L << 10, "msgpack", 64L << 10);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 2_000;
    private static final int GENERATED = 400;
    private static final int MOST_FINDINGS = 20;
    private static final byte OUTSIDE = (byte) '7';

    private final String id;
    private final CodecProvider provider;
    private final long seed;
    private final Random random;
    private final List<Declaration<?>> declarations = new ArrayList<>();
    private final List<byte[]> pool = new ArrayList<>();

    /** For each document of the pool, what it can be decoded as. */
    private final List<Declaration<?>> fitting = new ArrayList<>();

    private final Mutator mutator;

    final FuzzTally tally;

    private volatile long since = System.nanoTime();
    private volatile byte[] current;

    private record Declaration<T>(TypeRef<T> type, Codec<T> codec) {}

    FuzzStream(String id, long seed) {
        this.id = id;
        this.provider = Formats.provider(id);
        this.seed = seed;
        this.random = new Random(seed);
        this.tally = new FuzzTally(id);
        this.mutator = new Mutator(random, Fragments.of(id));
        Declared.all().forEach(type -> declarations.add(declaration(type)));
        Declaration<?> tree = declaration(Declared.TREE);
        Corpus.of(id).forEach(entry -> add(entry.bytes(), tree));
        for (int i = 0; i < GENERATED; i++) {
            add(id.equals("json") ? JsonDocuments.make(random) : MsgpackDocuments.make(random), tree);
            Declaration<?> declaration = declarations.get(i % declarations.size());
            add(encoded(declaration), declaration);
        }
    }

    private void add(byte[] document, Declaration<?> declaration) {
        pool.add(document.length <= Mutator.LONGEST / 2 ? document : Arrays.copyOf(document, Mutator.LONGEST / 2));
        fitting.add(declaration);
    }

    private <T> Declaration<T> declaration(TypeRef<T> type) {
        return new Declaration<>(type, provider.codec(type));
    }

    @SuppressWarnings("unchecked")
    private <T> byte[] encoded(Declaration<T> declaration) {
        T value = (T) new RandomValues(random).of(declaration.type().type());
        return declaration.codec().encode(value).toByteArray();
    }

    /** Judges so many inputs, or fewer if a number of them have already been found wrong. */
    void run(int inputs) {
        for (int i = 0; i < inputs && tally.findings.size() < MOST_FINDINGS; i++) {
            int origin = origin();
            byte[] input = mutator.mutant(pool.get(origin), pool);
            since = System.nanoTime();
            current = input;
            Declaration<?> declaration =
                    random.nextInt(4) > 0 ? fitting.get(origin) : declarations.get(random.nextInt(declarations.size()));
            String wrong = judge(declaration, input, i >= WARM_UP);
            if (wrong != null) {
                tally.findings.add("codec " + id + ", input " + i + " of stream " + seed + ", as " + declaration.type()
                        + ": " + wrong + "\n    " + HexFormat.of().formatHex(input));
            }
        }
        current = null;
    }

    /** Returns the index of a document, the shorter of two more often. */
    private int origin() {
        int one = random.nextInt(pool.size());
        int two = random.nextInt(pool.size());
        return pool.get(one).length < pool.get(two).length == random.nextInt(8) > 0 ? one : two;
    }

    /** Returns the input that has been judged for longer than {@code limit}, in hexadecimal; empty for none. */
    String stuckFor(Duration limit) {
        byte[] input = current;
        return input == null || System.nanoTime() - since < limit.toNanos()
                ? ""
                : HexFormat.of().formatHex(input);
    }

    /** Returns what is wrong with how an input ended; null if nothing is. */
    private <T> String judge(Declaration<T> declaration, byte[] input, boolean isWarm) {
        Payload payload = payload(input);
        byte[] before = payload.array().clone();
        T value = null;
        DecodeException refusal = null;
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        try {
            value = declaration.codec().decode(payload);
        } catch (DecodeException e) {
            refusal = e;
        } catch (RuntimeException | Error e) {
            return "decode threw " + e;
        }
        allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        if (isWarm) {
            tally.allocated(allocated, input.length);
            if (allocated > ALLOCATED_AT_ALL.get(id) + ALLOCATED_PER_BYTE * input.length) {
                return "decoding " + input.length + " bytes allocated " + allocated + " bytes";
            }
        }
        if (!Arrays.equals(before, payload.array())) {
            return "decode wrote to the payload";
        }
        String wrong = refusal == null ? judgeValue(declaration, value) : judgeRefusal(refusal, input.length);
        if (wrong == null) {
            wrong = judgeRecognised(payload, refusal == null);
        }
        return wrong;
    }

    /** Returns a payload that is a range of an array now and then, between bytes that would belong to a number. */
    private Payload payload(byte[] input) {
        if (random.nextInt(4) > 0) {
            return Payload.of(input);
        }
        byte[] wide = new byte[input.length + 7];
        Arrays.fill(wide, OUTSIDE);
        System.arraycopy(input, 0, wide, 3, input.length);
        return new Payload(wide, 3, input.length);
    }

    private String judgeRefusal(DecodeException refusal, int length) {
        tally.refused++;
        if (refusal.code() != ErrorCode.DECODE_FAILED) {
            return "the code is " + refusal.code();
        }
        if (!refusal.codec().equals(id) || !String.valueOf(refusal.getMessage()).contains("codec " + id)) {
            return "the codec is not named: " + refusal;
        }
        if (refusal.offset() < -1 || refusal.offset() > length) {
            return "the offset " + refusal.offset() + " is not in the payload: " + refusal;
        }
        if (refusal.offset() >= 0) {
            tally.located++;
            if (!refusal.getMessage().contains("offset " + refusal.offset())) {
                return "the message lacks the offset: " + refusal;
            }
        }
        return null;
    }

    private <T> String judgeValue(Declaration<T> declaration, T value) {
        tally.decoded++;
        if (value == null) {
            return "it was decoded to null";
        }
        Payload again;
        try {
            again = declaration.codec().encode(value);
        } catch (PubSubException e) {
            return "what was decoded is not encoded: " + e;
        } catch (RuntimeException | Error e) {
            return "encode threw " + e;
        }
        try {
            T second = declaration.codec().decode(again);
            return Sameness.after(id).same(value, second)
                    ? null
                    : "encoded and decoded again it is " + second + ", not " + value;
        } catch (RuntimeException | Error e) {
            return "what was encoded again is not decoded: " + e;
        }
    }

    private String judgeRecognised(Payload payload, boolean decoded) {
        boolean recognised;
        try {
            recognised = provider.recognises(payload);
            if (recognised && !provider.mayBegin(payload)) {
                return "recognises says yes, mayBegin no";
            }
        } catch (RuntimeException | Error e) {
            return "recognises threw " + e;
        }
        if (decoded && !recognised) {
            return "it is decoded, but not recognised";
        }
        if (id.equals("msgpack")) {
            return tally.oracle.compare(payload, recognised);
        }
        return null;
    }
}

package io.fanfare.integration.interop;

import io.fanfare.spi.TypeRef;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A value that is exchanged with programs in other languages, and the type that it is declared to be. */
record Kind<T>(String name, TypeRef<T> type, T value) {
    private static final int MIB = 1 << 20;

    /** What an application would send: a field of each kind. */
    @SuppressWarnings("ArrayRecordComponent") // compared by Sight
    record Trade(
            long id,
            String note,
            boolean open,
            double price,
            BigDecimal amount,
            List<String> tags,
            Map<String, Long> counts,
            byte[] signature,
            Instant at) {}

    @Override
    public String toString() {
        return name;
    }

    /** Tells whether this is a number for which JSON has no form. */
    boolean isNonFinite() {
        return value instanceof Double number && !Double.isFinite(number);
    }

    static List<Kind<?>> all() {
        List<Kind<?>> all = new ArrayList<>();
        all.add(of("yes", Boolean.class, true));
        all.add(of("no", Boolean.class, false));
        for (long number : integers()) {
            all.add(of("int " + number, Long.class, number));
        }
        all.add(of("int uint64 max", BigInteger.class, new BigInteger("18446744073709551615")));
        all.add(of("int 2^63", BigInteger.class, BigInteger.ONE.shiftLeft(63)));
        addFractions(all);
        addTexts(all);
        all.add(of("binary empty", byte[].class, new byte[0]));
        all.add(of("binary all bytes", byte[].class, bytes(256)));
        all.add(of("binary 1 MiB", byte[].class, bytes(MIB)));
        all.add(of("decimal", BigDecimal.class, new BigDecimal("12345678.25")));
        for (String instant : List.of(
                "1970-01-01T00:00:00Z",
                "2106-02-07T06:28:15Z",
                "2026-11-23T07:08:09.123456789Z",
                "2514-05-30T01:53:04Z",
                "1969-12-31T23:59:59.999999999Z",
                "1900-01-01T00:00:00Z")) {
            all.add(of("instant " + instant.replace(':', '.'), Instant.class, Instant.parse(instant)));
        }
        addContainers(all);
        return all;
    }

    private static long[] integers() {
        return new long[] {
            0,
            5,
            127,
            128,
            255,
            256,
            65_535,
            65_536,
            Integer.MAX_VALUE,
            (1L << 31),
            (1L << 32) - 1,
            1L << 32,
            (1L << 53) - 1,
            (1L << 53) + 1,
            Long.MAX_VALUE,
            -1,
            -32,
            -33,
            -128,
            -129,
            -32_768,
            -32_769,
            Integer.MIN_VALUE,
            Integer.MIN_VALUE - 1L,
            -(1L << 53) - 1,
            Long.MIN_VALUE
        };
    }

    private static void addFractions(List<Kind<?>> all) {
        for (double number : new double[] {
            0.5, 1.0, -0.0, 0.1, -1e300, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN, 1 / 0.0, -1 / 0.0
        }) {
            all.add(of("float " + number, Double.class, number));
        }
    }

    private static void addTexts(List<Kind<?>> all) {
        all.add(of("text empty", String.class, ""));
        all.add(of("text plain", String.class, "orders"));
        all.add(of("text beyond ASCII", String.class, "ünï €漢字 ключ"));
        all.add(of("text astral", String.class, "📚\uD800\uDC00\uDBFF\uDFFF"));
        all.add(of("text control", String.class, "\u0000\u0001\b\t\n\f\r\u001F\u007F\u0085\u2028\u2029\"\\/"));
        all.add(of("text noncharacters", String.class, "\uFEFF\uFFFE\uFFFF"));
        all.add(of("text of a number", String.class, "5"));
        all.add(of("text 40 bytes", String.class, "x".repeat(40)));
        all.add(of("text 70000 bytes", String.class, "x".repeat(70_000)));
        all.add(of("text 1 MiB", String.class, "é".repeat(MIB / 2)));
    }

    private static void addContainers(List<Kind<?>> all) {
        TypeRef<List<Object>> list = new TypeRef<>() {};
        TypeRef<Map<String, Object>> map = new TypeRef<>() {};
        all.add(new Kind<>("list empty", list, List.of()));
        all.add(new Kind<>(
                "list nested", list, Arrays.asList(null, true, 1, -1L << 40, 0.5, "x", List.of(List.of()), Map.of())));
        all.add(new Kind<>(
                "list 70000",
                new TypeRef<List<Integer>>() {},
                IntStream.range(0, 70_000).boxed().toList()));
        all.add(new Kind<>("map empty", map, Map.of()));
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("null", null);
        tree.put("", List.of(1, "two", 2.5));
        tree.put("ключ 📚", Map.of("deep", Map.of("deeper", List.of(Map.of()))));
        all.add(new Kind<>("map nested", map, tree));
        all.add(of(
                "record",
                Trade.class,
                new Trade(
                        (1L << 53) - 1,
                        null,
                        true,
                        0.1,
                        new BigDecimal("19.5"),
                        List.of("a", "", "ü"),
                        Map.of("x", 1L, "y", -1L),
                        bytes(40),
                        Instant.parse("2026-11-23T07:08:09.5Z"))));
        all.add(new Kind<>(
                "records",
                new TypeRef<List<Trade>>() {},
                List.of(
                        new Trade(0, "", false, -1.5, null, List.of(), Map.of(), new byte[0], Instant.EPOCH),
                        new Trade(-1, null, false, 1e10 + 0.5, BigDecimal.valueOf(0.25), null, null, null, null))));
    }

    private static <T> Kind<T> of(String name, Class<T> type, T value) {
        return new Kind<>(name, TypeRef.of(type), value);
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }
}

package io.fanfare.integration.codec;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/** What is put into documents of a format to damage them, and where in them the structure is. */
final class Fragments {
    private static final List<String> JSON = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            ":",
            "\\",
            " ",
            "\n",
            "\r\n",
            "\t",
            "\f",
            "\u00A0",
            "\uFEFF",
            "\u0000",
            "\u2028",
            "{}",
            "[]",
            "\"\"",
            "null",
            "true",
            "false",
            "nul",
            "True",
            "None",
            "undefined",
            "NaN",
            "Infinity",
            "-Infinity",
            "0",
            "-0",
            "00",
            "01",
            "+1",
            ".5",
            "1.",
            "1e",
            "1e+",
            "-",
            "--1",
            "0x1F",
            "1_000",
            "1e400",
            "-1e400",
            "1e-400",
            "1e999999999",
            "1E-999999999",
            "1e2147483648",
            "1e99999999999999999999",
            "0.00000000000000000000000000000001",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775809",
            "4294967296",
            "1".repeat(999),
            "1".repeat(1_001),
            "0." + "3".repeat(2_000),
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\u00\"",
            "\"\\uGGGG\"",
            "\"\\x\"",
            "\\u0000",
            "\\ud83d\\udcda",
            "/**/",
            "//",
            "#",
            "'a'",
            "\"a\":1,",
            "\"id\":1,\"id\":2,",
            "\"id\":",
            "\"shape\":\"circle\",",
            "\"shape\":\"java.lang.Runtime\",",
            "\"@class\":\"java.lang.Object\",",
            "\"next\":{",
            "[\"java.util.ArrayList\",[]]",
            "\"RED\"",
            "\"PURPLE\"",
            "0,",
            "\"AAA\"",
            "\"AA==\"",
            "\"====\"",
            "\"2026-02-30T25:61:00Z\"",
            "\"-999999999-01-01T00:00:00Z\"",
            "\"PT9223372036854775808S\"",
            "\"P1Y\"",
            "\"2026-03-29T02:30:00+02:00[Europe/Berlin]\"",
            "\"x\"" + " ".repeat(100),
            "\"" + "x".repeat(3_000) + "\"");

    private static final List<String> BAD_UTF8 = List.of(
            "ff",
            "fe",
            "fffe",
            "feff",
            "80",
            "c2",
            "c080",
            "c1bf",
            "e08080",
            "eda080",
            "edb080",
            "f08080af",
            "f4908080",
            "f5808080",
            "e282",
            "f09f93",
            "efbbbf",
            "efbb");

    private static final List<String> MSGPACK = List.of(
            "00",
            "7f",
            "80",
            "8f",
            "90",
            "9f",
            "a0",
            "bf",
            "c0",
            "c1",
            "c2",
            "c3",
            "ca7fc00000",
            "ca7f800000",
            "ca00000001",
            "cb7ff8000000000001",
            "cb7ff0000000000000",
            "cbfff0000000000000",
            "cb8000000000000000",
            "ccff",
            "cdffff",
            "ceffffffff",
            "cfffffffffffffffff",
            "cf8000000000000000",
            "d080",
            "d18000",
            "d280000000",
            "d38000000000000000",
            "d3ffffffffffffffff",
            "c400",
            "c4ff",
            "c50000",
            "c5ffff",
            "c600000000",
            "c67fffffff",
            "c6ffffffff",
            "c700ff",
            "c7ff01",
            "c80000ff",
            "c97fffffff01",
            "c9ffffffffff",
            "c900000000ff",
            "d40000",
            "d4ff00",
            "d5ff0000",
            "d6ff00000001",
            "d6ffffffffff",
            "d7ff0000000000000001",
            "d7ffffffffffffffffff",
            "d7ffee6b280000000000",
            "d8ff00000000000000000000000000000000",
            "c70cff3b9ac9ff7fffffffffffffff",
            "c70cff000000008000000000000000",
            "c70cffffffffff0000000000000000",
            "c70cff0000000000000ffffffffff0",
            "d900",
            "d9ff",
            "da0000",
            "daffff",
            "db00000000",
            "db7fffffff",
            "dbffffffff",
            "dc0000",
            "dcffff",
            "dd00000000",
            "dd7fffffff",
            "ddffffffff",
            "de0000",
            "deffff",
            "df00000000",
            "df7fffffff",
            "df80000000",
            "dfffffffff",
            "a1ff",
            "a2c080",
            "a3eda080",
            "a4f4908080",
            "81c0c0",
            "818000",
            "819000",
            "81d4000000",
            "82a2696401a2696402",
            "82050105a0",
            "a26964",
            "a56e657874",
            "81a56e657874",
            "a57368617065a6636972636c65",
            "a57368617065b16a6176612e6c616e672e52756e74696d65",
            "a640636c617373b06a6176612e6c616e672e4f626a656374",
            "a3524544",
            "a65055525045",
            "a4504c414e",
            "c403000102",
            "ff",
            "e0",
            "dd00000001",
            "df00000001a0",
            "aa".repeat(40),
            "90".repeat(200),
            "80".repeat(200),
            "c0".repeat(300),
            "92".repeat(30),
            "b1" + "31".repeat(17),
            "da03e9" + "31".repeat(1_001));

    private final List<byte[]> fragments;
    private final IntPredicate structural;
    private final byte[][] levels;

    private Fragments(List<byte[]> fragments, IntPredicate structural, byte[]... levels) {
        this.fragments = fragments;
        this.structural = structural;
        this.levels = levels;
    }

    static Fragments of(String format) {
        return format.equals("json") ? json() : msgpack();
    }

    private static Fragments json() {
        List<byte[]> all = Stream.concat(
                        JSON.stream().map(text -> text.getBytes(StandardCharsets.UTF_8)),
                        BAD_UTF8.stream().map(Corpus::hex))
                .toList();
        return new Fragments(all, at -> "{}[]\",:\\".indexOf(at) >= 0, utf8("["), utf8("{\"next\":"), utf8("[{\"\":"));
    }

    private static Fragments msgpack() {
        List<byte[]> all = Stream.concat(MSGPACK.stream(), BAD_UTF8.stream())
                .map(Corpus::hex)
                .toList();
        return new Fragments(
                all, at -> at >= 0x80, Corpus.hex("91"), Corpus.hex("81a56e657874"), Corpus.hex("dc000181a161"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    byte[] pick(Random random) {
        return fragments.get(random.nextInt(fragments.size()));
    }

    /** Returns the index of the first structural byte at or after one; that one if none is near. */
    int aim(byte[] document, int from) {
        for (int at = from; at < Math.min(document.length, from + 32); at++) {
            if (structural.test(document[at] & 0xFF)) {
                return at;
            }
        }
        return from;
    }

    /** Returns a document inside so many levels, which are not closed where the format closes them. */
    byte[] nest(byte[] document, int depth) {
        byte[] level = levels[depth % levels.length];
        ByteArrayOutputStream nested = new ByteArrayOutputStream();
        for (int i = 0; i < depth && nested.size() < Mutator.LONGEST; i++) {
            nested.writeBytes(level);
        }
        nested.writeBytes(document);
        byte[] made = nested.toByteArray();
        return level[0] != '[' || level.length > 1 ? made : close(made, depth);
    }

    private static byte[] close(byte[] opened, int depth) {
        byte[] closed = Arrays.copyOf(opened, opened.length + depth);
        Arrays.fill(closed, opened.length, closed.length, (byte) ']');
        return closed;
    }
}

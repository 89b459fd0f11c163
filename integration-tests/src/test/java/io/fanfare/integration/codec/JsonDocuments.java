package io.fanfare.integration.codec;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Makes JSON texts that are valid, in every form that the grammar allows. */
final class JsonDocuments {
    private static final String[] NAMES = {
        "id", "name", "colour", "shape", "width", "members", "first", "second", "tree", "binary", "next", "", "ключ",
        "a b"
    };
    private static final String[] NUMBERS = {
        "0",
        "-0",
        "1",
        "-1",
        "127",
        "128",
        "2147483648",
        "-2147483649",
        "9007199254740993",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "18446744073709551616",
        "0.0",
        "-0.0",
        "1.50",
        "1e2",
        "1E+2",
        "1e-7",
        "5e-324",
        "1.7976931348623157e308",
        "1e400",
        "-1e-400",
        "123456789012345678901234567890.123"
    };
    private static final String[] TEXTS = {
        "\"\"",
        "\"RED\"",
        "\"circle\"",
        "\"box\"",
        "\"NaN\"",
        "\"2026-11-23T07:00:00.123456789Z\"",
        "\"AAECAw==\"",
        "\"\\u0000\\u001f\\u00e9\\ud83d\\udcda\"",
        "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
        "\"ünï 漢字 📚\"",
        "\"\u007f\u2028\"",
        "\"12345678901234567890.1200\""
    };

    private final Random random;
    private final StringBuilder text = new StringBuilder();

    private JsonDocuments(Random random) {
        this.random = random;
    }

    static byte[] make(Random random) {
        JsonDocuments document = new JsonDocuments(random);
        document.value(0);
        return document.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void value(int depth) {
        space();
        int kind = random.nextInt(depth == 0 ? 6 : depth < 4 ? 12 : 30);
        switch (kind) {
            case 0, 1, 2 -> object(depth);
            case 3, 4 -> array(depth);
            case 5, 6, 7 -> text.append(NUMBERS[random.nextInt(NUMBERS.length)]);
            case 8 -> text.append(random.nextLong() >> random.nextInt(64));
            case 9 -> text.append(random.nextGaussian());
            case 10 -> text.append(random.nextInt(3) == 0 ? "null" : random.nextBoolean());
            default -> text.append(TEXTS[random.nextInt(TEXTS.length)]);
        }
        space();
    }

    private void object(int depth) {
        text.append('{');
        for (int left = random.nextInt(6); left > 0; left--) {
            space();
            text.append('"').append(NAMES[random.nextInt(NAMES.length)]).append('"');
            space();
            text.append(':');
            value(depth + 1);
            text.append(left > 1 ? "," : "");
        }
        text.append('}');
    }

    private void array(int depth) {
        text.append('[');
        for (int left = random.nextInt(6); left > 0; left--) {
            value(depth + 1);
            text.append(left > 1 ? "," : "");
        }
        text.append(']');
    }

    private void space() {
        if (random.nextInt(8) == 0) {
            text.append(" \n\r\t".charAt(random.nextInt(4)));
        }
    }
}

package io.fanfare;

import io.fanfare.spi.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The test vectors of {@code docs/envelope-vectors.json}: one flat JSON object a line. */
final class EnvelopeVectors {
    private static final Pattern MEMBER = Pattern.compile("\"(\\w+)\": (?:\"([^\"]*)\"|(\\d+)|true|false)");

    private EnvelopeVectors() {}

    static List<Map<String, String>> read() throws IOException {
        return Files.readAllLines(Path.of("..", "..", "docs", "envelope-vectors.json")).stream()
                .filter(line -> line.startsWith("{"))
                .map(EnvelopeVectors::members)
                .toList();
    }

    private static Map<String, String> members(String line) {
        Map<String, String> members = new HashMap<>();
        Matcher matcher = MEMBER.matcher(line);
        while (matcher.find()) {
            members.put(
                    matcher.group(1), matcher.group(2) != null ? matcher.group(2) : String.valueOf(matcher.group(3)));
        }
        return members;
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    /** Returns a payload amid other bytes of an array. */
    static Payload amid(byte[] bytes) {
        byte[] array = new byte[bytes.length + 10];
        System.arraycopy(bytes, 0, array, 3, bytes.length);
        return new Payload(array, 3, bytes.length);
    }
}

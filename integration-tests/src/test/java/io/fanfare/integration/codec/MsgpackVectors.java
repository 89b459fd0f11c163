package io.fanfare.integration.codec;

import io.fanfare.spi.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Encodings and the values that they are, from a file {@code {"group": [{KIND: value, "msgpack": ["hex-hex", …]}]}}.
 * What a kind is compared to, {@link VectorValue} says. A case of several kinds must be all of them.
 */
final class MsgpackVectors {
    private static final JsonMapper READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    /** Keys of a case that are no kinds. */
    private static final List<String> REMARKS = List.of("msgpack", "comment");

    /**
     * One encoding.
     *
     * @param values what it must decode to, by kind
     */
    record Vector(String group, Map<String, JsonNode> values, String hex) {
        Payload payload() {
            return Payload.of(Corpus.hex(hex));
        }

        @Override
        public String toString() {
            return group + " " + hex;
        }
    }

    private MsgpackVectors() {}

    /**
     * Reads the encodings of a file.
     *
     * @throws AssertionError if there is no such file, or it is of another form; the message says which case
     */
    static List<Vector> read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new AssertionError("-Dfanfare.msgpack.suite: there is no file " + file.toAbsolutePath());
        }
        JsonNode root;
        try {
            root = READER.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        } catch (JacksonException e) {
            throw new AssertionError(file + " is not JSON: " + e.getMessage(), e);
        }
        List<Vector> vectors = new ArrayList<>();
        for (Map.Entry<String, JsonNode> group : root.properties()) {
            require(group.getValue().isArray(), file, group.getKey() + " is no list of cases");
            for (JsonNode one : group.getValue()) {
                read(file, group.getKey(), one, vectors);
            }
        }
        require(!vectors.isEmpty(), file, "it has no case");
        return vectors;
    }

    private static void read(Path file, String group, JsonNode one, List<Vector> into) {
        String where = group + ", case " + one;
        require(one.isObject() && one.path("msgpack").isArray(), file, where + ": it has no list 'msgpack'");
        Map<String, JsonNode> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : one.properties()) {
            if (!REMARKS.contains(member.getKey())) {
                require(
                        VectorValue.KINDS.contains(member.getKey()),
                        file,
                        where + ": the kind '" + member.getKey() + "' is not one of "
                                + new TreeSet<>(VectorValue.KINDS));
                values.put(member.getKey(), member.getValue());
            }
        }
        require(!values.isEmpty(), file, where + ": it has no value");
        for (JsonNode hex : one.path("msgpack")) {
            require(
                    hex.isString() && hex.stringValue().matches("\\p{XDigit}{2}(-\\p{XDigit}{2})*"),
                    file,
                    where + ": an encoding is not 'hex-hex'");
            into.add(new Vector(group, values, hex.stringValue()));
        }
    }

    private static void require(boolean holds, Path file, String otherwise) {
        if (!holds) {
            throw new AssertionError("-Dfanfare.msgpack.suite, " + file + ": " + otherwise);
        }
    }
}

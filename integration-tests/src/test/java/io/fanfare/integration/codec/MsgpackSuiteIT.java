package io.fanfare.integration.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The vectors of a public suite for MessagePack: of {@code -Dfanfare.msgpack.suite=FILE}, else the kept ones. */
class MsgpackSuiteIT {
    private static final String PROPERTY = "fanfare.msgpack.suite";

    @Test
    void everyEncodingIsDecodedToItsValue() {
        String named = System.getProperty(PROPERTY);
        Path file = named == null || named.isEmpty() ? kept() : Corpus.named(named);
        List<MsgpackVectors.Vector> vectors = MsgpackVectors.read(file);
        List<String> failing = failing(vectors);
        System.out.printf("MessagePack suite %s: %d encodings, %d failing%n", file, vectors.size(), failing.size());
        assertThat(failing).as("failing encodings of %s", file).isEmpty();
    }

    private static Path kept() {
        return Corpus.folder("msgpack").resolve("vectors.json");
    }

    private static List<String> failing(List<MsgpackVectors.Vector> vectors) {
        Acceptance codec = new Acceptance("msgpack");
        List<String> failing = new ArrayList<>();
        for (MsgpackVectors.Vector vector : vectors) {
            vector.values().forEach((kind, value) -> {
                try {
                    String mismatch = VectorValue.mismatch(codec, kind, value, vector.payload());
                    if (mismatch != null) {
                        failing.add(vector + " is to be the " + kind + " " + value + ": " + mismatch);
                    }
                } catch (AssertionError | RuntimeException e) {
                    failing.add(vector + ": " + e);
                }
            });
        }
        return failing;
    }

    @Test
    void theKeptVectorsHaveEveryFirstByte() {
        Set<Integer> first = new TreeSet<>();
        MsgpackVectors.read(kept()).forEach(vector -> first.add(vector.payload().array()[0] & 0xFF));
        for (int head = 0x80; head < 0xE0; head++) {
            assertThat(first).as("first bytes").contains(head);
        }
        assertThat(first).contains(0x00, 0x7F, 0xE0, 0xFF);
    }

    @Test
    void aFileThatIsNotThereIsNamed(@TempDir Path folder) {
        Path missing = folder.resolve("missing.json");
        assertThat(catchThrowable(() -> MsgpackVectors.read(missing)))
                .hasMessage("-Dfanfare.msgpack.suite: there is no file " + missing);
    }

    @Test
    void aKindThatIsNotKnownIsNamedWithItsCase(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("vectors.json"), "{\"90.decimal\":[{\"decimal\":\"1.0\",\"msgpack\":[\"01\"]}]}");
        assertThat(catchThrowable(() -> MsgpackVectors.read(file)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(
                        file.toString(),
                        "90.decimal, case ",
                        "the kind 'decimal' is not one of [array, bignum, binary");
    }

    @Test
    void allEncodingsThatFailAreTold(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("vectors.json"),
                "{\"a\":[{\"number\":1,\"msgpack\":[\"01\",\"02\",\"cc-03\"]},{\"string\":\"x\",\"msgpack\":[\"c1\"]},"
                        + "{\"timestamp\":[0,1],\"msgpack\":[\"d6-ff-00-00-00-00\"]}]}");
        assertThat(failing(MsgpackVectors.read(file)))
                .containsExactly(
                        "a 02 is to be the number 1: it is 2",
                        "a cc-03 is to be the number 1: it is 3",
                        "a c1 is to be the string \"x\": it is not recognised",
                        "a d6-ff-00-00-00-00 is to be the timestamp [0,1]: it is 1970-01-01T00:00:00Z");
    }
}

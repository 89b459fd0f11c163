package io.fanfare.integration.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same sources make the same jars, byte for byte, whenever and wherever they are built. */
class ReproducibleIT {
    private static final Set<String> NOT_SOURCES = Set.of("target", ".git", ".idea", ".vscode");

    @TempDir
    Path elsewhere;

    @Test
    void aBuildElsewhereMakesTheSameJars() throws IOException {
        copySources();
        Child build = Maven.run(
                elsewhere.resolve("pom.xml"),
                "-DskipTests",
                "-Dspotless.check.skip",
                "-Dcheckstyle.skip",
                "-pl",
                "spi,codec-json,modules/transport-memory",
                "-am",
                "package");
        assertThat(build.exit()).as(build.toString()).isZero();
        for (String artifact : Set.of("fanfare-spi", "fanfare-codec-json", "fanfare-transport-memory")) {
            Path jar = Jars.packaged().of(artifact);
            Path folder = Reactor.project(artifact).folder();
            Path again = elsewhere
                    .resolve(Checkout.ROOT.relativize(folder))
                    .resolve("target")
                    .resolve(jar.getFileName());
            assertThat(again).hasSameBinaryContentAs(jar);
        }
    }

    private void copySources() throws IOException {
        Files.walkFileTree(Checkout.ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (NOT_SOURCES.contains(folder.getFileName().toString()) && !folder.equals(Checkout.ROOT)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(copy(folder));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) {
                    Files.copy(file, copy(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    private Path copy(Path original) {
        return elsewhere.resolve(Checkout.ROOT.relativize(original));
    }
}

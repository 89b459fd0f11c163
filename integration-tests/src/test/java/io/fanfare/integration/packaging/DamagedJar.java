package io.fanfare.integration.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.NullMarked;

/** Copies of packaged jars with one of their two declarations of a service taken away. */
final class DamagedJar {
    private DamagedJar() {}

    /** Returns the packaged jars with {@code META-INF/services} of one artifact lacking one service. */
    static Jars withoutServicesFile(String artifact, String service) {
        return damaged(artifact, root -> Files.delete(root.resolve("META-INF/services/" + service)));
    }

    /** Returns the packaged jars with the module descriptor of one artifact lacking one {@code provides}. */
    static Jars withoutProvides(String artifact, String service) {
        Path descriptor = descriptorWithout(artifact, service);
        return damaged(
                artifact,
                root -> Files.copy(descriptor, root.resolve("module-info.class"), StandardCopyOption.REPLACE_EXISTING));
    }

    private interface Damage {
        void inflict(Path root) throws IOException;
    }

    private static Jars damaged(String artifact, Damage damage) {
        Jars packaged = Jars.packaged();
        Path original = packaged.of(artifact);
        try {
            Path copy = Files.createTempDirectory(Checkout.TARGET, "damaged").resolve(original.getFileName());
            Files.copy(original, copy);
            try (FileSystem jar = FileSystems.newFileSystem(copy)) {
                damage.inflict(jar.getPath("/"));
            }
            return packaged.without(artifact).with(copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compiles the module descriptor again, with one declaration left out. */
    private static Path descriptorWithout(String artifact, String service) {
        Jars packaged = Jars.packaged();
        Path original = packaged.of(artifact);
        try {
            Path folder = Files.createTempDirectory(Checkout.TARGET, "descriptor");
            Path classes = Files.createDirectory(folder.resolve("classes"));
            Path source = folder.resolve("module-info.java");
            String text =
                    Files.readString(Reactor.project(artifact).folder().resolve("src/main/java/module-info.java"));
            String without = text.replaceFirst("provides " + service.replace(".", "\\.") + " with[^;]*;", "");
            assertThat(without)
                    .as("module-info of %s without %s", artifact, service)
                    .isNotEqualTo(text);
            Files.writeString(source, without);
            Path jspecify = Path.of(NullMarked.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .getPath());
            unpack(original, classes);
            Tool.run(
                    "javac",
                    "--release",
                    "17",
                    "--module-version",
                    Checkout.VERSION,
                    "-d",
                    classes.toString(),
                    "-p",
                    packaged.without(artifact).with(jspecify).path(),
                    source.toString());
            return classes.resolve("module-info.class");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unpack(Path jar, Path folder) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(jar);
                var paths = Files.walk(files.getPath("/"))) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(path.toString().substring(1));
                Files.createDirectories(copy.getParent());
                Files.copy(path, copy);
            }
        }
    }
}

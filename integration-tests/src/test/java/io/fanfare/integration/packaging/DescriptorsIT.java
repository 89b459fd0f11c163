package io.fanfare.integration.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The module descriptors of the published jars: reviewed files, in which the layering is written down. */
class DescriptorsIT {
    private static final Path GOLDEN = Checkout.ROOT.resolve("integration-tests/src/test/resources/descriptors");
    private static final Set<String> VAGUE = Set.of("util", "utils", "impl", "internal", "common", "helper", "helpers");

    static List<String> artifacts() {
        return Reactor.publishedJars().stream().map(Reactor.Project::artifact).toList();
    }

    @ParameterizedTest
    @MethodSource("artifacts")
    void theDescriptorIsTheReviewedOne(String artifact) throws IOException {
        String described = described(artifact);
        Path golden = GOLDEN.resolve(descriptor(artifact).name() + ".txt");
        if (System.getProperty("fanfare.descriptors", "compare").equals("write")) {
            Files.writeString(Files.createDirectories(GOLDEN).resolve(golden.getFileName()), described);
        }
        assertThat(golden).exists();
        assertThat(described)
                .as("jar --describe-module of %s; CONTRIBUTING.md tells how to accept a change", artifact)
                .isEqualTo(Files.readString(golden));
    }

    @Test
    void everyReviewedDescriptorIsOfAJarThatIsPublished() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(artifacts().stream()
                            .map(artifact -> descriptor(artifact).name() + ".txt")
                            .toList());
        }
    }

    @ParameterizedTest
    @MethodSource("artifacts")
    void everyPackageBeginsWithTheNameOfTheModule(String artifact) {
        ModuleDescriptor module = descriptor(artifact);
        assertThat(module.packages())
                .isNotEmpty()
                .allMatch(name -> name.equals(module.name()) || name.startsWith(module.name() + "."));
        assertThat(module.packages())
                .allMatch(name -> Stream.of(name.split("\\.", -1)).noneMatch(VAGUE::contains));
    }

    @ParameterizedTest
    @MethodSource("artifacts")
    void atMostThePackageNamedLikeTheModuleIsExported(String artifact) {
        ModuleDescriptor module = descriptor(artifact);
        // an application has no API; every other module exports what it is named after
        Set<String> expected = artifact.equals("fanfare-cli") ? Set.of() : Set.of(module.name());
        assertThat(module.exports().stream().map(ModuleDescriptor.Exports::source))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void noTwoJarsShareAPackage() {
        Map<String, String> owners = new HashMap<>();
        for (String artifact : artifacts()) {
            for (String name : descriptor(artifact).packages()) {
                assertThat(owners.put(name, artifact))
                        .as("another owner of %s than %s", name, artifact)
                        .isNull();
            }
        }
        assertThat(owners).hasSizeGreaterThanOrEqualTo(artifacts().size());
    }

    @Test
    void everyDescriptorBeginsWithWhatItsModuleIs() throws IOException {
        for (Reactor.Project project : Reactor.publishedJars()) {
            String text = Files.readString(project.folder().resolve("src/main/java/module-info.java"));
            assertThat(text)
                    .as(project.artifact())
                    .containsPattern(
                            "(?s)^(import [^\n]*\n|\n)*/\\*\\*\\s+(\\* )?[A-Z].*?\\.\\s.*?\\*/\\s(@\\S+\\s)*module ");
        }
    }

    private static String described(String artifact) {
        String output = Tool.run(
                "jar",
                "--describe-module",
                "--file",
                Reactor.project(artifact).file().toString());
        return output.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty())
                        .map(line -> line.replaceFirst("@\\S+ jar:file:\\S+", ""))
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    private static ModuleDescriptor descriptor(String artifact) {
        return ModuleFinder.of(Reactor.project(artifact).file())
                .findAll()
                .iterator()
                .next()
                .descriptor();
    }
}

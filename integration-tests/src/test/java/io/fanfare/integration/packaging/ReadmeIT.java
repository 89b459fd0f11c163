package io.fanfare.integration.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.fanfare.embedded.EmbeddedRedis;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java code of README.md: each block is a program that compiles and runs. */
class ReadmeIT {
    private static final Pattern BLOCK = Pattern.compile("^```java\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern CLASS =
            Pattern.compile("^(?:public )?(?:final )?(?:class|record|interface) (\\w+)", Pattern.MULTILINE);

    @TempDir
    Path folder;

    @Test
    void theFirstExampleEndsByLine30() throws IOException {
        MatchResult first = blocks(readme()).get(0);
        assertThat(readme().substring(0, first.start()).lines().count()).isLessThan(10);
        assertThat(readme().substring(0, first.end()).lines().count()).isLessThanOrEqualTo(30);
    }

    @Test
    void everyProgramCompilesAndRuns() throws IOException {
        List<String> programs =
                blocks(readme()).stream().map(block -> block.group(1)).toList();
        assertThat(programs).extracting(ReadmeIT::name).containsExactly("Quickstart", "Tour");
        assertThat(run(programs.get(0))).contains("received Order[id=7, state=PAID]");
        assertThat(run(programs.get(1)))
                .contains("orders: Order[id=1, state=NEW]", "1 at once", "order.paid")
                .anyMatch(line -> line.startsWith("DrainReport[complete=true,"));
    }

    private List<String> run(String program) throws IOException {
        Path source = folder.resolve(name(program) + ".java");
        Files.writeString(source, program);
        Tool.run("javac", "-d", folder.toString(), "-cp", Jars.packaged().path(), source.toString());
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            String classPath = folder + File.pathSeparator + Jars.packaged().path();
            Child child = Child.java(List.of("-cp", classPath, name(program), redis.uri()));
            assertThat(child.exit()).as(child.toString()).isZero();
            return child.lines();
        }
    }

    private static String readme() throws IOException {
        return Files.readString(Checkout.ROOT.resolve("README.md"));
    }

    private static List<MatchResult> blocks(String text) {
        return BLOCK.matcher(text).results().toList();
    }

    private static String name(String code) {
        Matcher matcher = CLASS.matcher(code);
        assertThat(matcher.find()).as(code).isTrue();
        return matcher.group(1);
    }
}

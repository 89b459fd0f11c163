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

/** The Java code of README.md: each block that declares a class compiles, and the first one runs. */
class ReadmeIT {
    private static final Pattern BLOCK = Pattern.compile("^```java\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern CLASS =
            Pattern.compile("^(?:public )?(?:final )?(?:class|record|interface) (\\w+)", Pattern.MULTILINE);

    @TempDir
    Path folder;

    @Test
    void theFirstExampleEndsByLine40() throws IOException {
        MatchResult first = blocks(readme()).get(0);
        assertThat(readme().substring(0, first.start()).lines().count()).isLessThan(10);
        assertThat(readme().substring(0, first.end()).lines().count()).isLessThan(40);
    }

    @Test
    void everyClassCompilesAndTheFirstRuns() throws IOException {
        List<String> examples = blocks(readme()).stream()
                .map(block -> block.group(1))
                .filter(code -> CLASS.matcher(code).find())
                .toList();
        assertThat(examples).isNotEmpty();
        for (String example : examples) {
            Path source = folder.resolve(name(example) + ".java");
            Files.writeString(source, example);
            Tool.run("javac", "-d", folder.toString(), "-cp", Jars.packaged().path(), source.toString());
        }
        assertThat(name(examples.get(0))).isEqualTo("Quickstart");
        try (EmbeddedRedis redis = EmbeddedRedis.start()) {
            String classPath = folder + File.pathSeparator + Jars.packaged().path();
            Child quickstart = Child.java(List.of("-cp", classPath, "Quickstart", redis.uri()));
            assertThat(quickstart.exit()).as(quickstart.toString()).isZero();
            assertThat(quickstart.lines()).contains("received Order[id=7, state=PAID]");
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

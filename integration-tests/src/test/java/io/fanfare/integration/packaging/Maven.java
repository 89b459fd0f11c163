package io.fanfare.integration.packaging;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The Maven that runs this build, offline and with the same local repository. */
final class Maven {
    private Maven() {}

    static Child run(Path pom, String... arguments) {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        List<String> command = new ArrayList<>();
        command.add(Checkout.MAVEN.resolve(windows ? "bin/mvn.cmd" : "bin/mvn").toString());
        command.addAll(List.of("-B", "-o", "-ntp", "-Dstyle.color=never", "-f", pom.toString()));
        command.add("-Dmaven.repo.local=" + Checkout.REPOSITORY);
        command.addAll(List.of(arguments));
        return Child.run(Duration.ofMinutes(5), command);
    }
}

package io.fanfare.integration.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BomIT {
    private static final Path BOM = Checkout.ROOT.resolve("modules/bom/pom.xml");
    private static final String DEPENDENCY = "/project/dependencyManagement/dependencies/dependency";

    @Test
    void listsExactlyThePublishedArtifacts() {
        assertThat(Reactor.texts(BOM, DEPENDENCY + "[groupId='io.fanfare']/artifactId"))
                .containsExactlyInAnyOrderElementsOf(Reactor.publishedJars().stream()
                        .map(Reactor.Project::artifact)
                        .toList());
        assertThat(Reactor.texts(BOM, DEPENDENCY + "[groupId!='io.fanfare']/artifactId"))
                .isEmpty();
    }

    @Test
    void pinsThemToTheVersionOfTheBuild() {
        assertThat(Reactor.texts(BOM, "/project/version")).containsExactly(Checkout.VERSION);
        assertThat(Reactor.texts(BOM, DEPENDENCY + "/version")).isNotEmpty().containsOnly("${project.version}");
    }
}

package io.fanfare.integration.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Without an interpreter, or without one of its libraries, nothing is skipped: a sentence says what to install. */
class MissingToolIT {
    @TempDir
    Path nothing;

    @Test
    void anInterpreterThatIsNotThereIsNamed() {
        for (Language language : Language.values()) {
            String missing = nothing.resolve(language.toString()).toString();
            Map<String, String> environment = environment("FANFARE_INTEROP_" + language.name(), missing);
            assertThatThrownBy(() -> language.require(environment))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll(missing, "eval \"$(.ci/interop)\"", "./mvnw verify -Pinterop");
        }
    }

    @Test
    void aLibraryOfPythonThatIsNotThereIsNamed() throws IOException {
        Map<String, String> environment = environment("FANFARE_INTEROP_PYTHON", withoutPackages());
        assertThatThrownBy(() -> Language.PYTHON.require(environment))
                .hasMessageContainingAll("python3-redis", "python3-msgpack", "No module named 'redis'");
    }

    @Test
    void aPackageOfNodeThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Language.NODE.require(environment("NODE_PATH", nothing.toString())))
                .hasMessageContainingAll(
                        "Node.js 18 or later", "package.json", "NODE_PATH", "Cannot find module 'redis'");
    }

    /** Returns a command that is Python with nothing but its own library. */
    private String withoutPackages() throws IOException {
        String python = System.getenv().getOrDefault("FANFARE_INTEROP_PYTHON", "python3");
        Path command = Files.writeString(nothing.resolve("python"), "#!/bin/sh\nexec " + python + " -I -S \"$@\"\n");
        assertThat(command.toFile().setExecutable(true)).isTrue();
        return command.toString();
    }

    private static Map<String, String> environment(String name, String value) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put(name, value);
        return environment;
    }
}

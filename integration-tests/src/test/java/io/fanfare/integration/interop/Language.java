package io.fanfare.integration.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A language with a Redis client and a MessagePack library of its own, and how its programs are started. */
enum Language {
    PYTHON(
            "FANFARE_INTEROP_PYTHON",
            "python3",
            "python/peer.py",
            "-c",
            "import redis, msgpack",
            "Python with the modules redis and msgpack (on Debian: apt-get install python3-redis python3-msgpack)"),
    NODE(
            "FANFARE_INTEROP_NODE",
            "node",
            "node/peer.cjs",
            "-e",
            "require('redis'); require('@msgpack/msgpack')",
            "Node.js 18 or later with the packages of integration-tests/src/test/interop/node/package.json in a folder that"
                    + " NODE_PATH names");

    private final String variable;
    private final String command;
    private final String script;
    private final String flag;
    private final String probe;
    private final String needed;

    Language(String variable, String command, String script, String flag, String probe, String needed) {
        this.variable = variable;
        this.command = command;
        this.script = script;
        this.flag = flag;
        this.probe = probe;
        this.needed = needed;
    }

    /** Returns the command that runs the peer with arguments. */
    List<String> peer(List<String> arguments) {
        require(System.getenv());
        List<String> peer = new ArrayList<>();
        peer.add(interpreter(System.getenv()));
        peer.add(Path.of(System.getProperty("fanfare.root"), "integration-tests/src/test/interop", script)
                .toAbsolutePath()
                .normalize()
                .toString());
        peer.addAll(arguments);
        return peer;
    }

    private String interpreter(Map<String, String> environment) {
        return environment.getOrDefault(variable, command);
    }

    /** Fails with a sentence when the interpreter or one of its libraries is missing. */
    void require(Map<String, String> environment) {
        List<String> trial = List.of(interpreter(environment), flag, probe);
        trouble(trial, environment).ifPresent(trouble -> {
            throw new IllegalStateException("The interoperation tests need " + needed + "; " + String.join(" ", trial)
                    + " fails: " + trouble
                    + ". On Debian, eval \"$(.ci/interop)\" installs it and says where it is; then"
                    + " run ./mvnw verify -Pinterop again.");
        });
    }

    private static Optional<String> trouble(List<String> trial, Map<String, String> environment) {
        try {
            ProcessBuilder builder = new ProcessBuilder(trial).redirectErrorStream(true);
            builder.environment().clear();
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.empty() : Optional.of(said(output));
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + trial.get(0) + " was tried", e);
        }
    }

    /** Returns the line of an interpreter's output that names the error. */
    private static String said(String output) {
        return output.lines()
                .filter(line -> line.contains("Error"))
                .findFirst()
                .orElse(output)
                .strip();
    }

    @Override
    public String toString() {
        return command.replace("3", "");
    }
}

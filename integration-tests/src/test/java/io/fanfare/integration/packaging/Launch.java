package io.fanfare.integration.packaging;

import java.util.ArrayList;
import java.util.List;

/** The two ways to run an application. */
enum Launch {
    MODULE_PATH,
    CLASS_PATH;

    /** Runs the main class of a module in a JVM of its own. */
    Child run(Jars jars, String module, String mainClass, String... arguments) {
        List<String> command = new ArrayList<>(
                this == MODULE_PATH
                        ? List.of("-p", jars.path(), "-m", module + "/" + mainClass)
                        : List.of("-cp", jars.path(), mainClass));
        command.addAll(List.of(arguments));
        return Child.java(command);
    }

    /** Runs the probe, which must not fail, and returns what it said. */
    List<String> probe(Jars jars, String... arguments) {
        Child child = run(jars.with(SourceJar.build("probe")), "io.fanfare.probe", "io.fanfare.probe.Probe", arguments);
        if (child.exit() != 0) {
            throw new AssertionError("the probe failed on the " + this + ": " + child);
        }
        return child.lines();
    }

    /** Returns how a description names the module that a plug-in was found in. */
    String module(String module) {
        return this == MODULE_PATH ? module + "@" + Checkout.VERSION : "class path";
    }
}

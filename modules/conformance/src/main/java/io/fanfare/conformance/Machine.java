package io.fanfare.conformance;

/**
 * The machine and JVM that ran the suite.
 *
 * @param java version and vendor of the JVM
 * @param os name, version and architecture of the operating system
 * @param cores processors that the JVM may use
 * @param maxHeapBytes the largest heap the JVM may use
 */
public record Machine(String java, String os, int cores, long maxHeapBytes) {
    static Machine current() {
        return new Machine(
                property("java.vm.name") + " " + property("java.runtime.version") + ", " + property("java.vendor"),
                property("os.name") + " " + property("os.version") + " " + property("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory());
    }

    private static String property(String name) {
        return System.getProperty(name, "unknown").strip();
    }
}

package io.fanfare.integration.load;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What this process holds, measured again and again. */
final class Footprint {
    private static final UnixOperatingSystemMXBean SYSTEM =
            (UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private Footprint() {}

    /** Returns the names of all threads but those of the JVM and of the test's waiting. */
    static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getThreadGroup() != null
                        && !thread.getThreadGroup().getName().equals("system")
                        && !thread.getThreadGroup().getName().equals("InnocuousThreadGroup"))
                .map(Thread::getName)
                .filter(name -> !name.startsWith("awaitility"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns how many sockets, pipes, selectors and files are open. */
    static long descriptors() {
        return SYSTEM.getOpenFileDescriptorCount();
    }

    /** Returns by how much the median of the last third is above that of the first. */
    static long growth(List<Long> samples) {
        int third = samples.size() / 3;
        return median(samples.subList(samples.size() - third, samples.size())) - median(samples.subList(0, third));
    }

    private static long median(List<Long> samples) {
        return samples.stream().sorted().toList().get(samples.size() / 2);
    }
}

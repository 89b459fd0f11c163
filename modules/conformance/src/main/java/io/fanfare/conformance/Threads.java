package io.fanfare.conformance;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The threads that were alive at one moment. Those of the JVM's own pools, and of the suite, do not count. */
record Threads(Set<Thread> alive) {
    static Threads current() {
        return new Threads(Set.copyOf(Thread.getAllStackTraces().keySet()));
    }

    /** Waits until every thread that was started since has ended. */
    void awaitNoneNew(Bench bench) {
        bench.await(
                () -> started().isEmpty(),
                "no thread left after close()",
                () -> started().toString());
    }

    private Set<String> started() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !alive.contains(thread) && thread.isAlive())
                .map(Thread::getName)
                .filter(name -> !name.startsWith("ForkJoinPool.commonPool")
                        && !name.startsWith("fanfare-conformance")
                        && !name.startsWith("process reaper"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}

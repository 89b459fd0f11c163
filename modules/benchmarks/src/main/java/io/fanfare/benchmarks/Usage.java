package io.fanfare.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What this JVM has used since {@link #begin()}: time of processors, and bytes that threads still alive allocated. */
record Usage(long cpuNanos, long allocatedBytes) {
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    static Usage begin() {
        long allocated = 0;
        for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            allocated += Math.max(0, bytes);
        }
        return new Usage(SYSTEM.getProcessCpuTime(), allocated);
    }

    Usage since() {
        Usage now = begin();
        return new Usage(now.cpuNanos - cpuNanos, now.allocatedBytes - allocatedBytes);
    }
}

package io.fanfare;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.PubSubException;
import java.lang.reflect.Method;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;

/** Takes each turn on a new virtual thread; a queue asks for one at a time, which bounds how many there are. */
final class VirtualWorkers implements AutoCloseable {
    private final ThreadFactory factory;
    private final Set<Thread> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    VirtualWorkers(String prefix) {
        this.factory = factory(prefix + "virtual-");
    }

    /** Returns what makes virtual threads; reached by reflection, since JDK 17 has no such thing. */
    private static ThreadFactory factory(String prefix) {
        try {
            Object builder =
                    Objects.requireNonNull(Thread.class.getMethod("ofVirtual").invoke(null));
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            Method name = type.getMethod("name", String.class, long.class);
            Object named = Objects.requireNonNull(name.invoke(builder, prefix, 1L));
            return (ThreadFactory)
                    Objects.requireNonNull(type.getMethod("factory").invoke(named));
        } catch (ReflectiveOperationException e) {
            throw new PubSubException(ErrorCode.PROVIDER_UNAVAILABLE, "this JVM makes no virtual threads: " + e, e);
        }
    }

    /** Takes a turn of a queue. Does not block. */
    void add(BoundedQueue queue) {
        if (closed) {
            return;
        }
        Thread thread = Objects.requireNonNull(factory.newThread(() -> run(queue)), "a virtual thread");
        running.add(thread);
        thread.start();
        if (closed) {
            thread.interrupt();
        }
    }

    private void run(BoundedQueue queue) {
        try {
            queue.deliver();
        } finally {
            running.remove(Thread.currentThread());
        }
    }

    /** Interrupts what is running, and waits for it for a time. */
    @Override
    public void close() {
        closed = true;
        Thread[] all = running.toArray(Thread[]::new);
        for (Thread thread : all) {
            if (thread != Thread.currentThread()) {
                thread.interrupt();
            }
        }
        Joining.join(all);
    }
}

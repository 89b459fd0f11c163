package io.fanfare.faults;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A TCP proxy on the loopback address that breaks what passes through it as {@linkplain Plan plans} say.
 *
 * <pre>{@code
 * try (FaultProxy proxy = FaultProxy.to("127.0.0.1", 6379)) {
 *     var client = connect(proxy.port());
 *
 *     AppliedPlan hole = proxy.apply(Plan.blackHole());                       // half-open from now on
 *     assertNoticed(client);
 *     hole.remove();
 *
 *     proxy.apply(Plan.reset().when(Trigger.bytes(Direction.TO_CLIENT, 10_000))); // cut in the middle of a message
 *     proxy.apply(Plan.refuse().lasting(Duration.ofSeconds(2)));
 *     assertReconnected(client);
 * }
 * }</pre>
 *
 * <p>Bytes pass unchanged and in order; an end of a stream (FIN) and a reset (RST) pass too. A peer that does not read
 * holds up the one that writes, as without the proxy: of each direction of each connection the proxy keeps at most 64
 * KiB and one read of up to 64 KiB; of a delayed one 1 MiB, which bounds its throughput to 1 MiB per delay.
 *
 * <p>One daemon thread, {@code fanfare-faults-N}, carries all connections. Instances are safe for use by several
 * threads.
 */
public final class FaultProxy implements AutoCloseable {
    private final InetSocketAddress server;
    private final Counters counters = new Counters();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Sockets sockets = new Sockets();
    private final Switchboard switchboard;

    private FaultProxy(InetSocketAddress server) {
        this.server = server;
        boolean open = false;
        try {
            switchboard = new Switchboard(sockets, server, counters);
            open = true;
        } finally {
            if (!open) {
                sockets.shutDown();
            }
        }
    }

    /**
     * Starts a proxy on a free port.
     *
     * @param host the server's, resolved now and once
     * @param port the server's, 1 to 65535
     * @throws UncheckedIOException when the host is unknown
     */
    public static FaultProxy to(String host, int port) {
        Objects.requireNonNull(host, "host");
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + ": use 1 to 65535");
        }
        try {
            return new FaultProxy(new InetSocketAddress(InetAddress.getByName(host), port));
        } catch (UnknownHostException e) {
            throw new UncheckedIOException("Cannot resolve the host " + host + " of the server", e);
        }
    }

    /** Returns {@code 127.0.0.1}, or {@code ::1} where that is the loopback address. */
    public String host() {
        return switchboard.door().address().getAddress().getHostAddress();
    }

    /** Returns the port that the proxy listens on; it stays the same while connections are refused. */
    public int port() {
        return switchboard.door().address().getPort();
    }

    /** Returns {@code redis://HOST:PORT} of the proxy. */
    public URI uri() {
        String host = host();
        return URI.create("redis://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port());
    }

    /**
     * Applies a plan; returns when it is armed, and in effect unless its trigger is one to come. A proxy may have
     * several plans; those on the same trigger take effect in the order of application.
     *
     * @throws IllegalStateException when the proxy is closed
     */
    public AppliedPlan apply(Plan plan) {
        AppliedPlan applied = new AppliedPlan(this, Objects.requireNonNull(plan, "plan"));
        onLoop(() -> switchboard.arm(applied));
        return applied;
    }

    /**
     * Removes every plan.
     *
     * @throws IllegalStateException when the proxy is closed
     */
    public void clear() {
        onLoop(switchboard::clear);
    }

    /** Returns the counters; after {@link #close} those of the end. */
    public ProxyStats stats() {
        return counters.snapshot();
    }

    /** Returns how many bytes of memory are held for what is under way. */
    long buffered() {
        return sockets.buffered();
    }

    void fire(AppliedPlan applied) {
        onLoop(() -> switchboard.fire(applied));
    }

    void remove(AppliedPlan applied) {
        if (!closed.get()) {
            onLoop(() -> switchboard.disarm(applied));
        }
    }

    /**
     * Stops to listen, resets the open connections and ends the thread; returns when nothing is left. Further calls do
     * nothing.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        sockets.loop().execute(() -> {
            switchboard.close();
            sockets.shutDown();
        });
        sockets.awaitEnd();
    }

    @Override
    public String toString() {
        return "proxy " + host() + ":" + port() + " to " + server;
    }

    /** Runs a task on the loop and waits for its end. */
    private void onLoop(Runnable task) {
        if (closed.get()) {
            throw new IllegalStateException(this + " is closed");
        }
        if (sockets.loop().inEventLoop()) {
            task.run();
            return;
        }
        try {
            Future<?> done = sockets.loop().submit(task);
            done.get();
            switchboard.door().settled().get();
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException(this + " is closed", e);
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            // the task is short and is on its way; the interrupt is the caller's
            Thread.currentThread().interrupt();
        }
    }
}

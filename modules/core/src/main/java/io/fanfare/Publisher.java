package io.fanfare;

import io.fanfare.spi.Destination;
import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Lease;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.PubSubObserver;
import io.fanfare.spi.PublishConnection;
import io.fanfare.spi.ShardChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Publishes payloads over the pools of the shards, and bounds how many publishes are unanswered. Thread-safe. */
final class Publisher {
    private static final System.Logger LOG = System.getLogger(Fanfare.class.getName());

    private final Routes routes;
    private final Redirects redirects;
    private final Completions completions;
    private final PubSubObserver observer;
    private final PublishOptions options;
    private final boolean shardChannels;
    private volatile boolean draining;
    private final Semaphore permits;
    private final FailureRun forgotten = new FailureRun();

    Publisher(
            Routes routes,
            Topology topology,
            Completions completions,
            PubSubObserver observer,
            PublishOptions options,
            boolean shardChannels) {
        this.routes = routes;
        this.redirects = new Redirects(topology, Publish::resend);
        this.completions = completions;
        this.observer = observer;
        this.options = options;
        this.shardChannels = shardChannels;
        this.permits = new Semaphore(options.maxUnanswered());
    }

    CompletableFuture<Long> publish(Destination channel, Payload payload) {
        AnsweredPublish publish = new AnsweredPublish(this, channel, payload);
        send(publish);
        return publish.result();
    }

    /** Publishes an event with its mark, 0 for none. */
    CompletableFuture<Long> publish(Destination channel, Payload payload, long mark) {
        if (mark == 0) {
            return publish(channel, payload);
        }
        EventPublish publish = new EventPublish(this, channel, payload, mark);
        send(publish);
        return publish.result();
    }

    void publishAndForget(Destination channel, Payload payload) {
        send(new Publish.Forgotten(this, channel, payload));
    }

    private void send(Publish publish) {
        if (publish.channel() instanceof ShardChannel && !shardChannels) {
            publish.refused(new PubSubException(
                    ErrorCode.UNSUPPORTED, "the transport has no shard channels; choose another transport"));
            return;
        }
        PubSubException refusal = admit(publish.channel());
        if (refusal != null) {
            publish.refused(refusal);
            return;
        }
        if (!redirects.join(publish)) {
            boolean waits = options.whenDisconnected() == PublishPolicy.WAIT;
            send(publish, options.timeout(), waits);
        }
    }

    /** Sends over a connection of the pool; all that the pool does wrong fails this publish and nothing else. */
    private void send(Publish publish, Duration wait, boolean waitsForConnection) {
        int stripe = publish.channel().name().hashCode();
        try {
            ShardPools shard = routes.of(publish.channel());
            Lease<PublishConnection> lease = shard.publishing().tryLease(stripe);
            if (lease != null) {
                publish.send(lease);
                return;
            }
            PubSubException unreachable =
                    waitsForConnection ? null : shard.reachability().unreachable(publish.channel());
            if (unreachable != null) {
                publish.failed(unreachable);
                return;
            }
            shard.publishing().lease(stripe, wait).whenComplete((later, failure) -> {
                if (failure == null) {
                    publish.send(later);
                } else {
                    publish.failed(Link.unwrap(failure));
                }
            });
        } catch (Throwable e) {
            publish.failed(Link.unwrap(e));
        }
    }

    /** Sends in the place of a publish that was written, whose permit it holds. */
    void resend(Publish publish, long sinceLossNanos) {
        send(publish, Duration.ofNanos(waitNanos(sinceLossNanos)), true);
    }

    /**
     * Sends to the node that serves the slot now, in the place of a publish that another node refused for that reason;
     * returns false if there is no more time for that, or no other node.
     */
    boolean redirect(Publish publish, Resend refused) {
        return waitNanos(refused.elapsedNanos()) > 0 && redirects.hold(publish, refused.loss());
    }

    /** Returns how long a publish may still wait for a connection, so long after it first lost one. */
    long waitNanos(long sinceLossNanos) {
        return Math.max(0, options.timeout().toNanos() - sinceLossNanos);
    }

    boolean mayResend(Resend resend) {
        return resend.written() <= options.retries() && waitNanos(resend.elapsedNanos()) > 0;
    }

    /**
     * Takes a permit; returns why there is none. The completion thread, on which permits come back, does not wait for
     * one.
     */
    private @Nullable PubSubException admit(Destination channel) {
        if (draining) {
            return new PubSubException(
                    ErrorCode.CLOSED, "the client is being drained, so nothing was published to " + channel);
        }
        if (permits.tryAcquire()) {
            return null;
        }
        if (options.whenFull() == PublishPolicy.FAIL) {
            return new PubSubException(
                    ErrorCode.PUBLISH_LIMIT,
                    options.maxUnanswered() + " publishes are unanswered, so the one to " + channel
                            + " was not sent; publish more slowly, raise fanfare.publish.max-unanswered or set"
                            + " fanfare.publish.when-full=wait");
        }
        long wait = completions.isCurrent() ? 0 : options.timeout().toNanos();
        try {
            if (permits.tryAcquire(wait, TimeUnit.NANOSECONDS)) {
                return null;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new PubSubException(
                    ErrorCode.PUBLISH_LIMIT,
                    "interrupted while waiting to publish to " + channel + "; nothing was sent",
                    e);
        }
        return new PubSubException(
                ErrorCode.PUBLISH_LIMIT,
                options.maxUnanswered() + " publishes were unanswered for " + TimeUnit.NANOSECONDS.toMillis(wait)
                        + " ms, so the one to " + channel
                        + " was not sent; publish more slowly or raise fanfare.publish.max-unanswered");
    }

    /** Waits until every publish is answered, and admits no more; returns how many are unanswered after the timeout. */
    int drain(Duration timeout) throws InterruptedException {
        draining = true;
        if (permits.tryAcquire(options.maxUnanswered(), timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            return 0;
        }
        return unanswered();
    }

    int unanswered() {
        return options.maxUnanswered() - permits.availablePermits();
    }

    void release() {
        permits.release();
    }

    Completions completions() {
        return completions;
    }

    PubSubObserver observer() {
        return observer;
    }

    /** Reports a failure that no caller waits for; a run of failures is logged once. */
    void forgottenFailed(Destination channel, PubSubException cause) {
        if (forgotten.failed()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "a publish to {0} whose result nobody asked for failed; further failures are not logged until one succeeds: {1}",
                    channel,
                    cause.getMessage());
        }
    }

    /** Ends the run of failures. */
    void forgottenPublished() {
        FailureRun.Ended run = forgotten.succeeded();
        if (run != null) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "publishes whose result nobody asked for succeed again, after " + run.millis() + " ms in which "
                            + run.failures() + " failed");
        }
    }
}

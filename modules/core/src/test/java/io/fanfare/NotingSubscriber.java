package io.fanfare;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Notes every signal, and whether two of them ever overlapped. */
final class NotingSubscriber implements Flow.Subscriber<Delivery<String>> {
    final List<String> signals = new CopyOnWriteArrayList<>();
    final List<String> threads = new CopyOnWriteArrayList<>();
    final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    final CompletableFuture<Throwable> error = new CompletableFuture<>();
    final AtomicInteger inside = new AtomicInteger();
    final AtomicInteger overlaps = new AtomicInteger();
    final AtomicInteger count = new AtomicInteger();
    final Consumer<Flow.Subscription> onSubscribe;
    volatile Consumer<String> onNext = value -> {};

    NotingSubscriber(Consumer<Flow.Subscription> onSubscribe) {
        this.onSubscribe = onSubscribe;
    }

    NotingSubscriber(long demand) {
        this(subscription -> {
            if (demand != 0) {
                subscription.request(demand);
            }
        });
    }

    private void signal(String name, Runnable action) {
        if (inside.getAndIncrement() != 0) {
            overlaps.incrementAndGet();
        }
        signals.add(name);
        threads.add(Thread.currentThread().getName());
        try {
            action.run();
        } finally {
            inside.decrementAndGet();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription made) {
        signal("subscribed", () -> {
            subscription.complete(made);
            onSubscribe.accept(made);
        });
    }

    @Override
    public void onNext(Delivery<String> delivery) {
        signal(delivery.value(), () -> onNext.accept(delivery.value()));
        count.incrementAndGet();
    }

    @Override
    public void onError(Throwable cause) {
        signal("error", () -> error.complete(cause));
    }

    @Override
    public void onComplete() {
        signal("complete", () -> {});
    }

    void request(long n) {
        subscription.join().request(n);
    }
}

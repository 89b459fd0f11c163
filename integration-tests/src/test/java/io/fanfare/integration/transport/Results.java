package io.fanfare.integration.transport;

import io.fanfare.spi.PubSubException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for what a transport promises to complete. */
final class Results {
    private static final int SECONDS = 30;

    private Results() {}

    static <T> T of(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new AssertionError("failed: " + e.getCause(), e);
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no result after " + SECONDS + " s", e);
        }
    }

    static PubSubException failureOf(CompletionStage<?> stage) {
        try {
            Object result = stage.toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
            throw new AssertionError("expected a failure, got " + result);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PubSubException failure) {
                return failure;
            }
            throw new AssertionError("expected a PubSubException", e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("no result after " + SECONDS + " s", e);
        }
    }
}

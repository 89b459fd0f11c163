package io.fanfare;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.Node;
import io.fanfare.spi.PubSubException;
import java.util.Iterator;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Asks nodes one after another until one gives an answer that can be used. */
final class Candidates {
    private final Iterator<Node> left;
    private final Function<Node, CompletionStage<List<Primary>>> question;
    private final String asked;
    private final StringJoiner refusals = new StringJoiner("; ");
    private final CompletableFuture<List<Primary>> answer = new CompletableFuture<>();
    private boolean mayPass;

    /**
     * Creates a round of questions.
     *
     * @param question fails for an answer that cannot be used
     * @param asked what the message of a failure begins with
     */
    Candidates(List<Node> nodes, Function<Node, CompletionStage<List<Primary>>> question, String asked) {
        this.left = nodes.iterator();
        this.question = question;
        this.asked = asked;
    }

    /** Returns the first answer; or fails with every refusal. */
    CompletionStage<List<Primary>> ask() {
        next();
        return answer;
    }

    private void next() {
        if (!left.hasNext()) {
            answer.completeExceptionally(new PubSubException(
                    mayPass ? ErrorCode.CONNECT_FAILED : ErrorCode.CONFIGURATION_INVALID, asked + ": " + refusals));
            return;
        }
        Node node = left.next();
        question.apply(node).whenComplete((found, failure) -> {
            if (failure == null) {
                answer.complete(found);
            } else {
                PubSubException refusal = Link.unwrap(failure);
                mayPass |= refusal.code().kind() == ErrorCode.Kind.TRANSIENT;
                refusals.add(node + ": " + refusal.getMessage());
                next();
            }
        });
    }
}

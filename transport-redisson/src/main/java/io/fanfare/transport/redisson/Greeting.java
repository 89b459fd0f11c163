package io.fanfare.transport.redisson;

import io.fanfare.spi.ErrorCode;
import io.fanfare.spi.LibraryInfo;
import io.fanfare.spi.Protocol;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import io.fanfare.spi.TransportOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is said on a connection before its first use, in one flush: {@code HELLO 3}, {@code CLIENT SETNAME} and
 * {@code CLIENT SETINFO}. A server that refuses the latter two is taken as it is.
 */
final class Greeting {
    private final Wire wire;
    private final Protocol protocol;
    private final @Nullable CallRequest hello;
    private final List<CallRequest> requests;

    Greeting(Wire wire, TransportOptions options) {
        this.wire = wire;
        this.protocol = options.get(TransportOptions.PROTOCOL);
        this.hello = protocol == Protocol.RESP2 ? null : CallRequest.of("HELLO", "3");
        String name = options.get(TransportOptions.CLIENT_NAME);
        String version = RedissonLibrary.version();
        this.requests = Stream.of(
                        hello,
                        name.isEmpty() ? null : CallRequest.of("CLIENT", "SETNAME", name),
                        CallRequest.of("CLIENT", "SETINFO", "LIB-NAME", LibraryInfo.name("redisson")),
                        version == null ? null : CallRequest.of("CLIENT", "SETINFO", "LIB-VER", version))
                .flatMap(Stream::ofNullable)
                .toList();
    }

    /** Sends it. The future completes on the event loop when the last answer has come. */
    CompletableFuture<Void> send() {
        for (int i = 1; i < requests.size(); i++) {
            requests.get(i).next = requests.get(i - 1);
        }
        CallRequest last = requests.get(requests.size() - 1);
        CompletableFuture<Void> result = last.future().thenAccept(reply -> check());
        wire.send(last, requests.get(0));
        return result;
    }

    /** Returns the first error that the server has answered so far; null if there is none. */
    @Nullable
    String firstError() {
        return requests.stream()
                .map(Greeting::error)
                .flatMap(Stream::ofNullable)
                .findFirst()
                .orElse(null);
    }

    private void check() {
        for (CallRequest request : requests) {
            String error = error(request);
            if (error != null && ErrorCode.ofErrorReply(error) == ErrorCode.AUTHENTICATION_FAILED) {
                throw new PubSubException(
                        ErrorCode.AUTHENTICATION_FAILED,
                        wire.node() + " wants authentication: " + error + "; set a user name and password");
            }
        }
        String error = hello == null ? null : error(hello);
        if (error != null && protocol == Protocol.RESP3) {
            throw new PubSubException(
                    ErrorCode.CONNECT_FAILED,
                    wire.node() + " refused HELLO 3: " + error + "; set protocol to resp2 or auto");
        }
    }

    private static @Nullable String error(CallRequest request) {
        CompletableFuture<Reply> future = request.future();
        if (!future.isDone() || future.isCompletedExceptionally()) {
            return null;
        }
        return future.join() instanceof Reply.OfError error ? error.message() : null;
    }
}

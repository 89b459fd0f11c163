package io.fanfare.conformance;

import io.fanfare.spi.Codec;
import io.fanfare.spi.CommandConnection;
import io.fanfare.spi.Payload;
import io.fanfare.spi.PubSubException;
import io.fanfare.spi.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** Liars about replies and values. */
final class ReplyLiars {
    private ReplyLiars() {}

    static List<Liar> all() {
        return List.of(
                Liar.of(
                        "gives numbers as text",
                        () -> replies(ReplyLiars::asText),
                        "PUBSUB NUMPAT to answer a number",
                        "CMD-01"),
                Liar.of(
                        "reads strings as UTF-8",
                        () -> replies(ReplyLiars::asUtf8),
                        "its argument of 256 byte values",
                        "CMD-02"),
                Liar.of(
                        "gives a list as its first element",
                        () -> replies(ReplyLiars::first),
                        "PUBSUB NUMSUB to answer",
                        "CMD-03",
                        "CLI-04"),
                Liar.of(
                        "swallows refusals",
                        () -> replies(r -> r instanceof Reply.OfError ? text("OK") : r),
                        "expected an error that begins with ERR",
                        "CMD-04"),
                Liar.of(
                        "gives the absence of a value as an empty text",
                        () -> replies(ReplyLiars::noNull),
                        "a list of one absent value",
                        "CMD-05"),
                Liar.of("swaps replies", Swapped::new, "that belong to another command", "CMD-06"),
                Liar.of(
                        "loses the last tag of an event",
                        () -> decodes(ReplyLiars::fewerTags),
                        "expected Event",
                        "COD-01",
                        "COD-04",
                        "CLI-01",
                        "BUS-03"),
                Liar.of(
                        "ignores bytes left over",
                        LongestPrefix::new,
                        "with one byte left over, saw it decoded",
                        "COD-02"),
                Liar.of("decodes anything", Anything::new, "expected DECODE_FAILED for", "COD-02", "COD-03", "ERR-01"),
                Liar.of("decodes the whole array", WholeArray::new, "DECODE_FAILED", "COD-04", "ENV-02"));
    }

    private static Lie replies(UnaryOperator<Reply> change) {
        return new Lie() {
            @Override
            Reply reply(List<byte[]> arguments, Reply honest) {
                return change.apply(honest);
            }
        };
    }

    private static Lie decodes(UnaryOperator<Object> change) {
        return new Lie() {
            @Override
            @SuppressWarnings("unchecked")
            <T> T decode(Codec<T> codec, Payload payload) {
                return (T) change.apply(codec.decode(payload));
            }
        };
    }

    private static Reply text(String text) {
        return new Reply.OfBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Reply asText(Reply reply) {
        return reply instanceof Reply.OfNumber number ? text(Long.toString(number.value())) : reply;
    }

    private static Reply asUtf8(Reply reply) {
        return reply instanceof Reply.OfBytes bytes ? text(bytes.text()) : reply;
    }

    private static Reply first(Reply reply) {
        return reply instanceof Reply.OfList list && list.values().size() == 2
                ? list.values().get(0)
                : reply;
    }

    private static Reply noNull(Reply reply) {
        return reply instanceof Reply.OfList list && list.values().contains(new Reply.OfNull())
                ? new Reply.OfList(List.of(text("")))
                : reply;
    }

    private static Object fewerTags(Object value) {
        return value instanceof Event e && e.tags().size() > 2
                ? new Event(
                        e.sequence(),
                        e.publisher(),
                        e.intendedNanos(),
                        e.id(),
                        e.type(),
                        e.source(),
                        e.amount(),
                        e.ratio(),
                        e.urgent(),
                        e.tags().subList(0, 2))
                : value;
    }

    private static final class Swapped extends Lie {
        private CompletableFuture<Reply> held = new CompletableFuture<>();
        private int calls;

        @Override
        synchronized CompletionStage<Reply> call(CommandConnection to, List<byte[]> arguments) {
            if (arguments.size() != 2 || arguments.get(1).length > 5) {
                return to.call(arguments);
            }
            if (calls++ % 2 == 0) {
                CompletableFuture<Reply> later = new CompletableFuture<>();
                held = later;
                CompletionStage<Reply> mine = to.call(arguments);
                return later.thenCombine(mine, (other, own) -> other);
            }
            CompletableFuture<Reply> other = held;
            return to.call(arguments).whenComplete((reply, failure) -> other.complete(reply));
        }
    }

    private static final class LongestPrefix extends Lie {
        @Override
        <T> T decode(Codec<T> codec, Payload payload) {
            try {
                return codec.decode(payload);
            } catch (PubSubException e) {
                int length = payload.length();
                boolean leftOver = length > 100 && payload.array()[payload.offset() + length - 1] == (byte) 0xC1;
                if (!leftOver) {
                    throw e;
                }
                return codec.decode(new Payload(payload.array(), payload.offset(), length - 1));
            }
        }
    }

    private static final class Anything extends Lie {
        @Override
        @SuppressWarnings("unchecked")
        <T> T decode(Codec<T> codec, Payload payload) {
            try {
                return codec.decode(payload);
            } catch (PubSubException e) {
                return (T) Event.of(0, 0, 0);
            }
        }
    }

    private static final class WholeArray extends Lie {
        @Override
        <T> T decode(Codec<T> codec, Payload payload) {
            boolean padded = payload.length() > 0 && payload.array()[0] == (byte) 0xC1 && payload.offset() > 0;
            return codec.decode(padded ? Payload.of(Arrays.copyOf(payload.array(), payload.array().length)) : payload);
        }
    }
}

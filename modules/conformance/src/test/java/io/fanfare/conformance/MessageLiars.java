package io.fanfare.conformance;

import io.fanfare.spi.Channel;
import io.fanfare.spi.ConnectionListener;
import io.fanfare.spi.Message;
import io.fanfare.spi.Name;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.Payload;
import io.fanfare.spi.Topic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Liars about messages that arrive. */
final class MessageLiars {
    private MessageLiars() {}

    static List<Liar> all() {
        return List.of(
                Liar.of(
                        "drops every 1,000th message",
                        () -> new EveryThousandth(0),
                        "of 100000 messages lost",
                        "ORD-01",
                        "CMD-07",
                        "PING-01",
                        "DSP-01",
                        "DSP-02",
                        "DSP-03",
                        "DSP-04",
                        "ENV-02",
                        "QUE-01",
                        "QUE-02",
                        "QUE-03",
                        "QUE-05"),
                Liar.of(
                        "delivers every 1,000th message twice",
                        () -> new EveryThousandth(2),
                        "of 100000 messages duplicated",
                        "ORD-02",
                        "CMD-07",
                        "PING-01",
                        "DSP-01",
                        "DSP-02",
                        "DSP-03",
                        "DSP-04",
                        "ENV-02",
                        "QUE-01",
                        "QUE-02",
                        "QUE-03",
                        "QUE-05"),
                Liar.of("loses messages outside of every gap", () -> new Every(5), "which was lost at", "GAP-02"),
                Liar.of(
                        "swaps messages of a batch",
                        Swapping::new,
                        "behind a later one",
                        "ORD-03",
                        "ORD-04",
                        "DSP-02",
                        "DSP-04",
                        "ENV-02",
                        "QUE-05"),
                Liar.of(
                        "turns byte 0x80 into a question mark",
                        () -> payloads(MessageLiars::ascii),
                        "byte 128 of 512 to be 0x80, saw 0x3f",
                        "PAY-01",
                        "PAY-03",
                        "ORD-01",
                        "ORD-02",
                        "ENV-02"),
                Liar.of(
                        "cuts payloads at 64 KiB",
                        () -> payloads(MessageLiars::cut),
                        "payload of 1048576 bytes, saw one of 65536",
                        "PAY-03"),
                Liar.of(
                        "drops empty payloads",
                        () -> messages(m -> m.payload().length() == 0 ? List.of() : List.of(m)),
                        "message of 0 bytes",
                        "PAY-02",
                        "BUS-05",
                        "ENV-01"),
                Liar.of(
                        "uses one buffer for all payloads of 8 bytes",
                        OneBuffer::new,
                        "with other bytes than at their arrival",
                        "PAY-05"),
                Liar.of(
                        "reads channel names as ASCII",
                        () -> messages(m -> List.of(asciiName(m))),
                        "expected the channel's name",
                        "PAY-06"),
                Liar.of(
                        "tells the channel in place of the pattern",
                        () -> messages(m -> List.of(new Message(m.channel(), m.channel(), m.payload()))),
                        "expected topic",
                        "PAT-01",
                        "PAT-02",
                        "PAT-03",
                        "CLI-02",
                        "BUS-02"),
                Liar.of(
                        "delivers once to channel and patterns",
                        OnceForAll::new,
                        "one message by the channel and by each of two patterns",
                        "PAT-03"),
                Liar.of(
                        "delivers everything twice",
                        () -> messages(m -> List.of(m, m)),
                        "events to the handler that unsubscribed",
                        "CMD-07",
                        "CLI-01",
                        "CLI-02",
                        "CLI-03",
                        "ERR-01",
                        "ERR-02",
                        "LIS-01",
                        "ORD-02",
                        "PAT-01",
                        "PAT-03",
                        "PING-01",
                        "SHARD-01",
                        "SUB-06",
                        "BUS-01",
                        "BUS-02",
                        "BUS-04",
                        "CLOSE-02",
                        "DSP-01",
                        "DSP-02",
                        "DSP-03",
                        "DSP-04",
                        "DSP-05",
                        "ENV-01",
                        "ENV-02",
                        "FLO-01",
                        "PRE-01",
                        "QUE-01",
                        "QUE-02",
                        "QUE-03",
                        "QUE-04",
                        "QUE-05"),
                Liar.of(
                        "keeps the messages of one channel to itself",
                        () -> messages(m -> m.channel().toString().endsWith(":unheard") ? List.of() : List.of(m)),
                        "expected event 1 to arrive",
                        "PRB-01"),
                Liar.of("stops reading when the listener throws", StopsOnThrow::new, "expected a message", "LIS-01"));
    }

    private static Lie payloads(Function<byte[], byte[]> change) {
        return messages(m -> isChance(m)
                ? List.of(m)
                : List.of(new Message(
                        m.topic(),
                        m.channel(),
                        Payload.of(change.apply(m.payload().toByteArray())))));
    }

    private static Lie messages(Function<Message, List<Message>> change) {
        return new Lie() {
            @Override
            void onMessages(ConnectionListener to, List<Message> messages) {
                List<Message> changed = new ArrayList<>();
                messages.forEach(message -> changed.addAll(change.apply(message)));
                if (!changed.isEmpty()) {
                    to.onMessages(changed);
                }
            }
        };
    }

    /** An envelope has random bytes; whether one of them is 0x80 is chance. */
    private static boolean isChance(Message message) {
        return message.channel().toString().endsWith(":mixed");
    }

    private static byte[] ascii(byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = bytes[i] == (byte) 0x80 ? (byte) '?' : bytes[i];
        }
        return bytes;
    }

    private static byte[] cut(byte[] bytes) {
        return bytes.length > 1 << 16 ? Arrays.copyOf(bytes, 1 << 16) : bytes;
    }

    private static Message asciiName(Message message) {
        if (!(message.channel() instanceof Channel channel)) {
            return message;
        }
        Channel ascii = new Channel(Name.of(ascii(channel.name().bytes())));
        return new Message(message.topic() instanceof Pattern ? message.topic() : ascii, ascii, message.payload());
    }

    private static final class EveryThousandth extends Lie {
        private final int copies;
        private final Map<ConnectionListener, Integer> counts = new ConcurrentHashMap<>();

        EveryThousandth(int copies) {
            this.copies = copies;
        }

        @Override
        void onMessages(ConnectionListener to, List<Message> messages) {
            List<Message> changed = new ArrayList<>();
            for (Message message : messages) {
                int count = counts.merge(to, 1, Integer::sum);
                for (int i = 0; i < (count % 1_000 == 0 ? copies : 1); i++) {
                    changed.add(message);
                }
            }
            if (!changed.isEmpty()) {
                to.onMessages(changed);
            }
        }
    }

    private static final class Every extends Lie {
        private final int nth;
        private final Map<ConnectionListener, Integer> counts = new ConcurrentHashMap<>();

        Every(int nth) {
            this.nth = nth;
        }

        @Override
        void onMessages(ConnectionListener to, List<Message> messages) {
            for (Message message : messages) {
                boolean victim = message.topic().toString().endsWith(":window");
                if (!victim || counts.merge(to, 1, Integer::sum) % nth != 0) {
                    to.onMessages(List.of(message));
                }
            }
        }
    }

    private static final class Swapping extends Lie {
        /** Fewer arrive together or one by one, as timing has it; more do in a rule that sends thousands. */
        private static final int LEAST = 5;

        @Override
        void onMessages(ConnectionListener to, List<Message> messages) {
            List<Message> changed = new ArrayList<>(messages);
            for (int i = 1; i < changed.size() && changed.size() >= LEAST; i++) {
                Topic topic = changed.get(i).topic();
                boolean sameChannel = topic.equals(changed.get(i - 1).topic());
                // which messages a queue keeps depends on the swaps at its edge
                if (sameChannel && !topic.toString().endsWith(":drops")) {
                    Collections.swap(changed, i, i - 1);
                    break;
                }
            }
            to.onMessages(changed);
        }
    }

    private static final class OneBuffer extends Lie {
        private final Map<ConnectionListener, byte[]> buffers = new ConcurrentHashMap<>();

        @Override
        void onMessages(ConnectionListener to, List<Message> messages) {
            byte[] buffer = buffers.computeIfAbsent(to, unused -> new byte[Long.BYTES]);
            for (Message message : messages) {
                if (message.payload().length() != Long.BYTES) {
                    to.onMessages(List.of(message));
                    continue;
                }
                byte[] bytes = message.payload().toByteArray();
                System.arraycopy(bytes, 0, buffer, 0, bytes.length);
                to.onMessages(
                        List.of(new Message(message.topic(), message.channel(), new Payload(buffer, 0, bytes.length))));
            }
        }
    }

    private static final class OnceForAll extends Lie {
        private final Map<ConnectionListener, Set<Payload>> last = new HashMap<>();

        @Override
        synchronized void onMessages(ConnectionListener to, List<Message> messages) {
            Set<Payload> seen = last.computeIfAbsent(to, unused -> new HashSet<>());
            List<Message> changed = Stream.concat(
                            messages.stream().filter(message -> !(message.topic() instanceof Pattern)),
                            messages.stream()
                                    .filter(message -> message.topic() instanceof Pattern
                                            && seen.add(message.payload())
                                            && messages.size() == 1))
                    .toList();
            if (!changed.isEmpty()) {
                to.onMessages(changed);
            }
        }
    }

    private static final class StopsOnThrow extends Lie {
        private final Set<ConnectionListener> stopped = ConcurrentHashMap.newKeySet();

        @Override
        void onMessages(ConnectionListener to, List<Message> messages) {
            if (stopped.contains(to)) {
                return;
            }
            try {
                to.onMessages(messages);
            } catch (RuntimeException e) {
                stopped.add(to);
                throw e;
            }
        }
    }
}

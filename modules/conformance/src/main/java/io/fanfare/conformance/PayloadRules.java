package io.fanfare.conformance;

import static io.fanfare.conformance.CheckedRule.must;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Name;
import io.fanfare.spi.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What is published is what arrives, byte for byte. */
final class PayloadRules {
    private static final int MEBIBYTE = 1 << 20;

    private PayloadRules() {}

    static List<CheckedRule> rules() {
        return List.of(
                must(
                        "PAY-01",
                        "a payload MUST arrive byte for byte, all 256 byte values included",
                        PayloadRules::everyByte),
                must("PAY-02", "an empty payload MUST arrive as an empty payload", PayloadRules::empty),
                must("PAY-03", "a payload of 1 MiB MUST arrive whole", PayloadRules::mebibyte),
                must("PAY-04", "only the range of a payload's array MUST be published", PayloadRules::range),
                must("PAY-05", "a delivered payload MUST belong to its receiver and never change", PayloadRules::owned),
                must("PAY-06", "a channel's name MUST be kept byte for byte", PayloadRules::binaryName));
    }

    private static void everyByte(Bench bench) {
        byte[] bytes = new byte[512];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        sameBytes(bench, Payload.of(bytes));
    }

    private static void empty(Bench bench) {
        sameBytes(bench, Payload.EMPTY);
    }

    private static void mebibyte(Bench bench) {
        byte[] bytes = new byte[MEBIBYTE];
        new Random(20_261_123).nextBytes(bytes);
        sameBytes(bench, Payload.of(bytes));
    }

    private static void range(Bench bench) {
        sameBytes(bench, new Payload("head-body-tail".getBytes(StandardCharsets.US_ASCII), 5, 4));
    }

    private static void owned(Bench bench) {
        int count = 2_000;
        Channel channel = bench.channel("owned");
        NumberedInbox inbox = new NumberedInbox();
        Link link = Link.open(bench, inbox).subscribe(channel);
        Burst.send(bench, link.publisher(), channel, count);
        link.flush();
        Violation.unlessEqual(0, inbox.changed(), "of " + count + " payloads with other bytes than at their arrival");
    }

    private static void binaryName(Bench bench) {
        byte[] prefix = bench.channelName("").getBytes(StandardCharsets.US_ASCII);
        byte[] bytes = Arrays.copyOf(prefix, prefix.length + 256);
        for (int i = 0; i < 256; i++) {
            bytes[prefix.length + i] = (byte) i;
        }
        Channel channel = new Channel(Name.of(bytes));
        Link link = Link.open(bench).subscribe(channel);
        long receivers = link.publish(channel, Payload.of("x"));
        Violation.unlessEqual(1, receivers, "receivers on a channel with all 256 byte values in its name");
        bench.await(() -> link.inbox().count() > 0, "a message on that channel", () -> "none");
        Name seen = link.inbox().messages().get(0).channel().name();
        Violation.unless(
                seen.equals(channel.name()),
                "expected the channel's name of " + channel.name().length() + " bytes, saw another of "
                        + seen.length());
    }

    private static void sameBytes(Bench bench, Payload sent) {
        Channel channel = bench.channel("payload");
        Payload seen =
                Link.open(bench).subscribe(channel).exchange(channel, sent).payload();
        if (seen.length() != sent.length()) {
            throw new Violation("expected a payload of " + sent.length() + " bytes, saw one of " + seen.length());
        }
        for (int i = 0; i < sent.length(); i++) {
            int expected = sent.array()[sent.offset() + i] & 0xFF;
            int actual = seen.array()[seen.offset() + i] & 0xFF;
            if (expected != actual) {
                throw new Violation(String.format(
                        "expected byte %d of %d to be 0x%02x, saw 0x%02x", i, sent.length(), expected, actual));
            }
        }
    }
}

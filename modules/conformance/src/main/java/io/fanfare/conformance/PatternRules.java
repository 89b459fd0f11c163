package io.fanfare.conformance;

import static io.fanfare.conformance.CheckedRule.must;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Message;
import io.fanfare.spi.Pattern;
import io.fanfare.spi.Payload;
import java.util.List;

/** Subscriptions to patterns. */
final class PatternRules {
    private PatternRules() {}

    static List<CheckedRule> rules() {
        return List.of(
                must(
                        "PAT-01",
                        "a pattern MUST receive the channels that it matches and no other",
                        PatternRules::matches),
                must("PAT-02", "a message MUST tell both its pattern and its channel", PatternRules::names),
                must(
                        "PAT-03",
                        "a message MUST arrive once for its channel and once for each pattern",
                        PatternRules::both),
                must("PAT-04", "messages MUST NOT come after the end of a pattern is confirmed", PatternRules::ended));
    }

    private static void matches(Bench bench) {
        Capabilities.patterns(bench);
        Link link = Link.open(bench).subscribe(Pattern.of(bench.channelName("a?c[xy]\\*e*")));
        for (String name : List.of("abcx*e", "a-cy*end")) {
            link.publish(bench.channel(name), Payload.of(name));
        }
        for (String name : List.of("acx*e", "abcz*e", "abcx+e", "abcx*", "zabcx*e")) {
            link.publish(bench.channel(name), Payload.of(name));
        }
        link.flush();
        List<String> seen = link.inbox().messages().stream()
                .filter(message -> message.topic() instanceof Pattern)
                .map(message -> message.payload().toText())
                .toList();
        Violation.unless(
                seen.equals(List.of("abcx*e", "a-cy*end")),
                "expected the pattern a?c[xy]\\*e* to receive [abcx*e, a-cy*end] of 7 channels, saw " + seen);
    }

    private static void names(Bench bench) {
        Capabilities.patterns(bench);
        Pattern pattern = Pattern.of(bench.channelName("name*"));
        Channel channel = bench.channel("names");
        Link link = Link.open(bench).subscribe(pattern);
        link.publish(channel, Payload.of("x"));
        bench.await(() -> link.inbox().count() > 0, "a message by the pattern", () -> "none");
        Message message = link.inbox().messages().get(0);
        Violation.unless(
                message.topic().equals(pattern) && message.channel().equals(channel),
                "expected topic " + pattern + " and channel " + channel + ", saw " + message.topic() + " and "
                        + message.channel());
    }

    private static void both(Bench bench) {
        Capabilities.patterns(bench);
        Channel channel = bench.channel("both");
        List<Pattern> patterns = List.of(Pattern.of(bench.channelName("bo*")), Pattern.of(bench.channelName("*oth")));
        Link link = Link.open(bench).subscribe(channel, patterns.get(0), patterns.get(1));
        long receivers = link.publish(channel, Payload.of("x"));
        link.flush();
        long byChannel = link.inbox().messages(channel).size();
        long byFirst = link.inbox().messages(patterns.get(0)).size();
        long bySecond = link.inbox().messages(patterns.get(1)).size();
        Violation.unless(
                receivers == 3 && byChannel == 1 && byFirst == 1 && bySecond == 1,
                "expected 3 receivers, and one message by the channel and by each of two patterns; saw " + receivers
                        + " receivers, and " + byChannel + ", " + byFirst + " and " + bySecond + " messages");
    }

    private static void ended(Bench bench) {
        Capabilities.patterns(bench);
        Pattern pattern = Pattern.of(bench.channelName("end*"));
        Link link = Link.open(bench).subscribe(pattern);
        link.unsubscribe(pattern);
        int before = link.inbox().messages(pattern).size();
        long receivers = link.publish(bench.channel("ended"), Payload.of("late"));
        link.flush();
        int late = link.inbox().messages(pattern).size() - before;
        Violation.unless(
                receivers == 0 && late == 0,
                "expected no receiver and no message after the confirmed end of a pattern, saw " + receivers + " and "
                        + late);
    }
}

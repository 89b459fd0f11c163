package io.fanfare.integration.faults;

import io.fanfare.Gap;
import io.fanfare.Integrity;
import io.fanfare.integration.faults.Receiver.Heard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares what was published with what a receiver heard and what its subscription says that it missed. */
final class Account {
    /** How far the clock of a gap and that of the test may differ, as in the conformance rule GAP-02. */
    private static final Duration CLOCK_SLACK = Duration.ofMillis(20);

    private final Map<String, List<Sent>> sent;
    private final Map<String, Long> published;
    private final List<String> violations = new ArrayList<>();
    private long lost;

    /**
     * Creates one.
     *
     * @param sent what was published to each channel, by number, the end marker at last
     * @param published the sequence of each channel's end marker
     */
    Account(Map<String, List<Sent>> sent, Map<String, Long> published) {
        this.sent = sent;
        this.published = published;
        sent.forEach((channel, messages) -> {
            long numbered = messages.stream().filter(Sent::isNumbered).count();
            if (published.getOrDefault(channel, 0L) != numbered) {
                violations.add("the end marker of " + channel + " has the sequence " + published.get(channel) + ", but "
                        + numbered + " of " + messages.size() + " publishes reached the transport");
            }
        });
    }

    /** Settles with a receiver. */
    void settle(Heard heard) {
        int before = violations.size();
        if (heard.gaps().size() != 1) {
            violations.add(heard.name() + ": expected one gap, heard " + heard.gaps());
        }
        if (!heard.failures().isEmpty() || heard.dropped() > 0) {
            violations.add(heard.name() + ": " + heard.dropped() + " dropped, failures " + heard.failures());
        }
        heard.gaps().forEach(gap -> checkTime(heard, gap));
        long arrived = 0;
        long missing = 0;
        long expected = 0;
        for (String channel : heard.arrivals().keySet()) {
            long missingHere = settle(heard, channel);
            missing += missingHere;
            arrived += heard.arrivals().get(channel).distinct();
            expected += published.getOrDefault(channel, 0L);
        }
        compare(heard.name(), heard.integrity(), arrived, missing, expected);
        lost += missing;
        if (violations.size() > before) {
            violations.add(heard.name() + ": " + heard.gaps() + ", " + heard.integrity());
        }
    }

    /** A gap that begins before the subscription or is not over would cover anything. */
    private void checkTime(Heard heard, Gap gap) {
        boolean early = gap.start().isBefore(heard.since().minus(CLOCK_SLACK));
        boolean late = gap.end().isAfter(Instant.now().plus(CLOCK_SLACK));
        if (early || late || gap.end().isBefore(gap.start())) {
            violations.add(
                    heard.name() + ": subscribed at " + heard.since() + ", so that no gap has this time: " + gap);
        }
    }

    /** Settles one channel; returns how many of its messages did not arrive. */
    private long settle(Heard heard, String channel) {
        Arrivals arrivals = heard.arrivals().get(channel);
        String at = heard.name() + " on " + channel + ": ";
        if (arrivals.duplicates > 0 || arrivals.overtaken > 0 || arrivals.ends != 1) {
            violations.add(at + arrivals.duplicates + " duplicates, " + arrivals.overtaken + " overtaken, "
                    + arrivals.ends + " end markers");
        }
        List<Sent> messages = sent.getOrDefault(channel, List.of());
        List<String> uncovered = new ArrayList<>();
        long missing = 0;
        for (int number = 0; number < messages.size() - 1; number++) {
            Sent message = messages.get(number);
            if (arrivals.numbers.get(number) || !message.isNumbered()) {
                continue;
            }
            missing++;
            if (number < arrivals.highestBeforeGap) {
                violations.add(at + "message " + number + " is missing, but " + arrivals.highestBeforeGap
                        + " arrived before the gap");
            }
            if (heard.gaps().stream().noneMatch(gap -> covers(gap, message))) {
                uncovered.add(number + " " + message);
            }
        }
        if (!uncovered.isEmpty()) {
            violations.add(at + uncovered.size() + " of " + missing
                    + " missing messages are in no gap; the first " + uncovered.get(0) + ", the last "
                    + uncovered.get(uncovered.size() - 1));
        }
        return missing;
    }

    private static boolean covers(Gap gap, Sent message) {
        return !gap.start().minus(CLOCK_SLACK).isAfter(message.after())
                && !gap.end().plus(CLOCK_SLACK).isBefore(message.before());
    }

    private void compare(String name, Integrity counted, long arrived, long missing, long expected) {
        if (arrived + missing != expected) {
            violations.add(name + ": " + arrived + " arrived and " + missing + " are missing of " + expected
                    + " by the end markers");
        }
        if (counted.enveloped() != arrived || counted.lost() != missing || counted.lostInGaps() != missing) {
            violations.add(name + ": " + arrived + " arrived and " + missing + " are missing");
        }
        long wrong = counted.plain()
                + counted.malformed()
                + counted.duplicated()
                + counted.reordered()
                + counted.outdated()
                + counted.forgotten();
        if (wrong != 0) {
            violations.add(name + ": the integrity has counts that should be 0");
        }
    }

    /** Returns how many messages did not arrive, over all receivers. */
    long lost() {
        return lost;
    }

    /** Returns what does not add up. */
    List<String> violations() {
        return violations;
    }
}

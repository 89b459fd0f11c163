package io.fanfare.integration.topology;

import io.fanfare.Gap;
import io.fanfare.MessageFailure;
import io.fanfare.Subscription;
import io.fanfare.TypedChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** A subscription to one channel, and what it heard. */
final class Hearing {
    /** How far the clocks of a gap and of the test may differ. */
    private static final Duration SLACK = Duration.ofMillis(20);

    final Subscription subscription;
    private final String name;
    private final BitSet heard = new BitSet();
    private final List<Gap> gaps = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final List<Integer> repeated = new ArrayList<>();
    private Instant mayRepeatBefore = Instant.MIN;
    private int highest = -1;
    private int overtaken;

    Hearing(String name, TypedChannel<String> channel) {
        this.name = name;
        subscription = channel.onMessage(this::message)
                .onGap(this::gap)
                .onError(this::failed)
                .subscribe();
    }

    private synchronized void message(String text) {
        int number = Integer.parseInt(text);
        if (heard.get(number)) {
            repeated.add(number);
        }
        overtaken += number < highest ? 1 : 0;
        highest = Math.max(highest, number);
        heard.set(number);
    }

    private synchronized void gap(Gap gap) {
        gaps.add(gap);
    }

    private synchronized void failed(MessageFailure failure) {
        faults.add(name + ": " + failure);
    }

    /** Excuses repetitions of what was published before a moment. */
    synchronized void mayRepeatBefore(Instant moment) {
        mayRepeatBefore = moment;
    }

    synchronized boolean has(int number) {
        return heard.get(number);
    }

    synchronized List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    synchronized int overtaken() {
        return overtaken;
    }

    /** Returns what is wrong: a duplicate, or a message that was published, did not arrive, and is in no gap. */
    synchronized List<String> faults(List<Numbers.Publish> published) {
        List<String> all = new ArrayList<>(faults);
        for (int number : repeated) {
            if (!published.get(number).called().isBefore(mayRepeatBefore)) {
                all.add(name + ": " + number + " arrived twice, " + published.get(number));
            }
        }
        for (int number = 0; number < published.size(); number++) {
            Numbers.Publish publish = published.get(number);
            if (!heard.get(number) && publish.succeeded() && gaps.stream().noneMatch(gap -> covers(gap, publish))) {
                all.add(name + ": " + number + " is missing, " + publish + ", and in none of " + gaps);
            }
        }
        return all;
    }

    private static boolean covers(Gap gap, Numbers.Publish publish) {
        return !gap.start().minus(SLACK).isAfter(publish.answered())
                && !gap.end().plus(SLACK).isBefore(publish.called());
    }

    @Override
    public synchronized String toString() {
        return name + ": " + heard.cardinality() + " heard, up to " + highest + ", gaps " + gaps;
    }
}

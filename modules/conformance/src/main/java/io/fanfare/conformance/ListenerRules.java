package io.fanfare.conformance;

import static io.fanfare.conformance.CheckedRule.must;

import io.fanfare.spi.Channel;
import io.fanfare.spi.Message;
import io.fanfare.spi.Payload;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** How a transport treats the listener of a connection. */
final class ListenerRules {
    /** Long enough for another call to come in between. */
    private static final long CALL_NANOS = 100_000;

    private ListenerRules() {}

    static List<CheckedRule> rules() {
        return List.of(
                must("LIS-01", "a listener that throws MUST NOT stop the reader", ListenerRules::throwing),
                must("LIS-02", "a listener MUST be called for one event at a time", ListenerRules::serial));
    }

    private static void throwing(Bench bench) {
        Channel channel = bench.channel("throwing");
        Inbox inbox = new Inbox() {
            @Override
            void received(List<Message> batch) {
                if (batch.get(0).channel().equals(channel)) {
                    throw new Planted("LIS-01");
                }
            }
        };
        Link link = Link.open(bench, inbox).subscribe(channel);
        for (int i = 0; i < 2; i++) {
            link.exchange(channel, Burst.payload(i));
        }
        link.flush();
        Violation.unless(
                link.subscriber().isOpen() && inbox.losses().isEmpty(),
                "expected the connection to stay open after its listener threw twice, saw it end");
        Violation.unlessEqual(2, inbox.messages(channel).size(), "messages to a listener that throws each time");
    }

    private static void serial(Bench bench) {
        Channel channel = bench.channel("serial");
        Inbox inbox = new Inbox() {
            @Override
            void received(List<Message> batch) {
                LockSupport.parkNanos(CALL_NANOS);
            }
        };
        Link link = Link.open(bench, inbox).subscribe(channel);
        for (int i = 0; i < 200; i++) {
            Channel other = bench.channel("serial" + i);
            link.publisher().publish(channel, Payload.of("x"), new Receipt());
            link.subscriber().subscribe(List.of(other), link.inbox());
            link.publisher().publish(channel, Payload.of("x"), new Receipt());
            link.subscriber().unsubscribe(List.of(other), link.inbox());
        }
        bench.await(
                () -> link.inbox().decisions().size() >= 401,
                "401 decisions",
                () -> link.inbox().decisions().size() + " of them");
        link.flush();
        Violation.unlessEqual(0, link.inbox().overlaps(), "calls of a listener while another call was running");
    }
}

package io.fanfare.transport.memory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What a broker knows of the client at the other end of a wire.
 *
 * @param id its number, of which no other connection in this JVM has the same
 * @param name what {@code CLIENT SETNAME} would have set; empty for none
 * @param resp2 whether it speaks RESP2, so that it may do little while it is subscribed
 */
record Peer(long id, String name, boolean resp2) {
    private static final AtomicLong IDS = new AtomicLong();

    /** Returns a new peer, whose name is left out where Redis would refuse it. */
    static Peer named(String name, boolean resp2) {
        boolean valid = name.chars().allMatch(c -> c > ' ' && c <= '~');
        return new Peer(IDS.incrementAndGet(), valid ? name : "", resp2);
    }
}

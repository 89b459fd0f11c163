package io.fanfare;

import java.time.Duration;

/**
 * The bounds and policies of publishing.
 *
 * @param maxUnanswered how many publishes may be without an answer, those that wait for a connection included
 * @param timeout how long a publish waits for a permit, for a connection, and in all after its first loss
 * @param whenFull what happens to a publish beyond {@code maxUnanswered}
 * @param whenDisconnected what happens to a publish while there is no connection
 * @param retries how often a publish is sent again whose connection was lost before the answer
 */
record PublishOptions(
        int maxUnanswered, Duration timeout, PublishPolicy whenFull, PublishPolicy whenDisconnected, int retries) {}

package io.fanfare;

import java.time.Duration;

/**
 * What {@link Fanfare#drain} achieved.
 *
 * @param complete whether nothing was left
 * @param unconfirmed topics whose end the server had not confirmed
 * @param undelivered messages that still waited for their handlers, or for the demand of a subscriber, as far as their
 *     queues can tell
 * @param unanswered publishes that the server had not answered
 * @param elapsed how long it took
 */
public record DrainReport(boolean complete, int unconfirmed, long undelivered, int unanswered, Duration elapsed) {}

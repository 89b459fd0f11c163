package io.fanfare.conformance;

/**
 * A numbered rule of {@code docs/rules.md}.
 *
 * @param id its number, such as {@code PUB-01}; those of the service level begin with {@code SL-}
 * @param level how binding it is
 * @param intent what it demands, in one line that contains the word of its level
 */
public record Rule(String id, Level level, String intent) {}
